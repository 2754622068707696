/**
 * Sound and pictures: one connection to the room, kept for as long as the page is open.
 *
 * Short blips the client mends itself. Whatever ends the connection, the loop asks for a new token and comes back:
 * the server may have been started anew, and a token says what one may do now. Nothing that was off is ever turned on.
 */
const GIVE_UP_MENDING = 15000, WAITS = [300, 700, 1200, 2000, 3000], TOKEN_PATIENCE = 8000, SETTLES = 800
const wait = ms => new Promise(done => setTimeout(done, ms))

export class Media {
  #room = null
  #leaving = false
  #running = false
  #own = { microphone: false, camera: false }
  #changing = 0
  #mending = false
  #looks = null
  #stopped = { microphone: false, camera: false }
  constructor({ token, csrf, doors, beats, staff, on }) {
    Object.assign(this, { token, csrf, doors, staff, on })
    this.kit = globalThis.LivekitClient
    this.kit?.setLogLevel("silent")
    this.worker = new Worker(beats)
  }
  get connected() { return this.#room?.state === "connected" }
  get room() { return this.#room }
  is(device) { return this.#own[device] }

  /** Comes in, and comes back in whenever the connection ends, until `leave`. */
  async start() {
    if (!this.kit) { this.on.state("media-down"); return }
    if (this.#running) return
    this.#running = true
    this.#leaving = false
    for (let n = 0; !this.#leaving; n += 1) {
      const said = await this.#join()
      if (said === "in") n = -1
      else if (said === "no") break
      await wait(WAITS[Math.min(Math.max(n, 0), WAITS.length - 1)] * (0.7 + 0.6 * Math.random()))
    }
    this.#running = false
  }
  async leave() {
    this.#leaving = true
    this.#beat(null)
    await this.#room?.disconnect()
  }
  /** One connection from its beginning to its end: "in" once it was there, "later", or "no" where asking again is no use. */
  async #join() {
    const given = await this.#ask()
    if (typeof given === "string") return given
    const room = this.#room = this.#made()
    this.#mending = false
    const over = new Promise(done => room.once(this.kit.RoomEvent.Disconnected, done))
    try {
      await room.connect(given.url, given.token, { maxRetries: 1, peerConnectionTimeout: TOKEN_PATIENCE })
    } catch {
      this.on.state("media-down")
      return "later"
    }
    this.#speakOf(room, given.beat)
    // What the client mends anew from the ground is another connection to the server: the old one is no longer spoken of.
    room.on(this.kit.RoomEvent.Reconnecting, () => this.#beat(null))
    room.on(this.kit.RoomEvent.Reconnected, () => this.#speakOf(room, given.beat))
    await this.#asBefore()
    this.on.state("in")
    const reason = await over
    this.#beat(null)
    this.on.cleared()
    if (this.#leaving) return "no"
    if (reason === this.kit.DisconnectReason.DUPLICATE_IDENTITY) { this.on.state("elsewhere"); return "no" }
    this.on.state("media-down")
    return "in"
  }
  async #ask() {
    try {
      const answer = await fetch(this.token, { method: "POST", headers: { "X-CSRFToken": this.csrf }, signal: AbortSignal.timeout(TOKEN_PATIENCE) })
      if (answer.ok) return await answer.json()
      if (answer.status < 500) { this.on.refused(answer.status); return "no" }
    } catch { /* No network: said by whoever fetches the page. */ }
    this.on.state("media-down")
    return "later"
  }
  #made() {
    const { Room, RoomEvent, AudioPresets, VideoPresets } = this.kit
    const room = new Room({
      adaptiveStream: true, dynacast: true,
      videoCaptureDefaults: { resolution: (this.staff ? VideoPresets.h540 : VideoPresets.h360).resolution },
      publishDefaults: { audioPreset: AudioPresets.speech, dtx: true, red: true, simulcast: true, videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360] },
      reconnectPolicy: { nextRetryDelayInMs: ({ retryCount, elapsedMs }) => elapsedMs > GIVE_UP_MENDING ? null : Math.min(300 * 2 ** retryCount, 3000) },
    })
    const changed = () => this.on.tracks(room)
    for (const event of ["TrackSubscribed", "TrackUnsubscribed", "TrackMuted", "TrackUnmuted", "ParticipantConnected", "ParticipantDisconnected"])
      room.on(RoomEvent[event], changed)
    for (const event of ["LocalTrackUnpublished", "LocalTrackPublished"]) room.on(RoomEvent[event], () => { this.#look(SETTLES); changed() })
    room.on(RoomEvent.TrackMuted, (publication, who) => { if (who === room.localParticipant) this.#look(SETTLES) })
    room.on(RoomEvent.ParticipantPermissionsChanged, () => this.on.permission(room.localParticipant.permissions))
    room.on(RoomEvent.ActiveSpeakersChanged, speakers => this.on.speakers(speakers.map(each => each.attributes.seat)))
    room.on(RoomEvent.ConnectionQualityChanged, (quality, who) => this.on.quality(quality, who))
    for (const event of ["SignalReconnecting", "Reconnecting"]) room.on(RoomEvent[event], () => { this.#mending = true; this.on.mending(true) })
    room.on(RoomEvent.Reconnected, () => { this.#mending = false; this.on.mending(false); this.#look(3 * SETTLES) })
    room.on(RoomEvent.AudioPlaybackStatusChanged, () => this.on.sound(room.canPlaybackAudio))
    return room
  }
  /** What one had on before the connection ended is on again, if one may still. */
  async #asBefore() {
    for (const device of ["microphone", "camera"])
      if (this.#own[device] && this.#may) await this.turn(device, true).catch(() => { this.#own[device] = false })
    this.on.devices(this.#own, false)
  }
  get #may() { return this.#room.localParticipant.permissions?.canPublish ?? false }
  /** Turns one of one's own devices on or off. Throws what the browser says. */
  async turn(device, on) {
    if (!this.connected) throw new DOMException("Not connected", "InvalidStateError")
    this.#changing += 1
    try {
      const me = this.#room.localParticipant
      await (device === "microphone" ? me.setMicrophoneEnabled(on) : me.setCameraEnabled(on))
      this.#own[device] = on
    } finally { this.#changing -= 1 }
    this.on.devices(this.#own, false)
    this.on.tracks(this.#room)
  }
  /** What one sends may have been silenced by somebody else; a connection that is mended sends it anew by itself. */
  #look(after) {
    clearTimeout(this.#looks)
    this.#looks = setTimeout(() => this.#compare(), after)
  }
  /** The buttons say what is so. What somebody else silenced stays off until one turns it on oneself. */
  #compare() {
    if (this.#changing || this.#leaving || this.#mending || !this.connected) return
    const me = this.#room.localParticipant
    const now = { microphone: me.isMicrophoneEnabled, camera: me.isCameraEnabled }
    const lost = Object.keys(now).filter(each => this.#own[each] && !now[each])
    if (Object.keys(now).every(each => this.#own[each] === now[each])) return
    this.#own = now
    // What is held for everybody, or for oneself, is said by the page's own news.
    this.on.devices(this.#own, this.#may ? lost : [])
  }
  /** The page was stopped: nobody is heard or seen until they say so, wherever their phone is by then. */
  stop() {
    for (const device of ["microphone", "camera"]) {
      this.#stopped[device] ||= this.#own[device]
      if (this.connected && this.#own[device]) this.turn(device, false).catch(() => {})
      this.#own[device] = false
    }
    this.on.devices(this.#own, false)
  }
  /** Goes on as it was before the page was stopped. Where that is not possible yet, it is done on coming in. */
  async again() {
    const before = this.#stopped
    this.#stopped = { microphone: false, camera: false }
    if (!this.connected) { Object.assign(this.#own, before); return }
    for (const device of ["microphone", "camera"]) if (before[device] && this.#may) await this.turn(device, true)
  }
  choose(kind, id) { if (id) return this.#room?.switchActiveDevice(kind, id) }
  unlockSound() { if (this.#room && !this.#room.canPlaybackAudio) this.#room.startAudio().catch(() => {}) }
  #speakOf(room, note) { this.#beat({ address: `${this.doors}/live/beat`, note, sid: room.localParticipant.sid }) }
  #beat(told) { this.worker.postMessage(told) }
}
