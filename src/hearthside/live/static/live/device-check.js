/**
 * Tests camera, microphone and sound on the person's own device; nothing leaves it. <device-check>
 *
 * Each finding has a code to be read to staff. Where a form has fields of these names, they take the codes.
 */
const FINDINGS = {
  camera: {
    OK: "Your camera works.",
    C1: "The browser may not use your camera (C1). See below how to allow it.",
    C2: "Another program uses your camera (C2). Close it and test again.",
    C3: "No camera was found (C3). Plug one in, or use a phone.",
    C4: "This browser cannot do video (C4). Update it, or use a phone.",
    C9: "The camera did not start (C9). Test again, or call us.",
  },
  microphone: {
    OK: "Your microphone works: we hear you.",
    M0: "Say something, so that we hear whether your microphone works.",
    M1: "The browser may not use your microphone (M1). See below how to allow it.",
    M2: "Another program uses your microphone (M2). Close it and test again.",
    M3: "No microphone was found (M3). Plug one in, or use a phone.",
    M4: "The microphone is on, but we hear nothing (M4). Choose another one above.",
    M9: "The microphone did not start (M9). Test again, or call us.",
  },
  sound: { OK: "You hear us.", S1: "You heard no tone (S1). Turn the sound up, and try again." },
}
const REASONS = { NotAllowedError: 1, SecurityError: 1, NotReadableError: 2, AbortError: 2, NotFoundError: 3, OverconstrainedError: 3 }
const LOUD_ENOUGH = 0.03, QUIET_FOR = 8000

class DeviceCheck extends HTMLElement {
  #stream
  #audio
  #frame
  connectedCallback() {
    this.querySelector("[data-tests]").hidden = false
    this.#on("[data-start]", "click", () => this.#test())
    this.#on("[data-tone]", "click", () => this.#tone())
    for (const each of this.querySelectorAll("[data-heard]")) each.addEventListener("click", () => this.#say("sound", each.dataset.heard))
    for (const each of this.querySelectorAll("select")) each.addEventListener("change", () => this.#test())
    addEventListener("pagehide", () => this.#stop())
  }
  disconnectedCallback() { this.#stop() }
  #on(what, when, act) { this.querySelector(what).addEventListener(when, act) }
  #say(what, code) {
    this.querySelector(`[data-said=${what}]`).textContent = FINDINGS[what][code]
    const field = document.querySelector(`input[name=${what}]`)
    if (field && code !== "M0") field.value = code
  }
  #stop() {
    cancelAnimationFrame(this.#frame)
    this.#stream?.getTracks().forEach(track => track.stop())
    this.#stream = undefined
  }
  async #test() {
    this.#stop()
    if (!navigator.mediaDevices?.getUserMedia) { this.#say("camera", "C4"); return }
    const tracks = [await this.#open("camera", "video", "C"), await this.#open("microphone", "audio", "M")].flat()
    this.#stream = new MediaStream(tracks)
    this.#show()
    await this.#list()
  }
  async #open(what, kind, letter) {
    const id = this.querySelector(`[data-${what}s]`).value
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ [kind]: id ? { deviceId: { exact: id } } : true })
      this.#say(what, what === "camera" ? "OK" : "M0")
      return opened.getTracks()
    } catch (error) {
      this.#say(what, `${letter}${REASONS[error.name] ?? 9}`)
      return []
    }
  }
  #show() {
    const video = this.querySelector("video"), [sees] = this.#stream.getVideoTracks(), [hears] = this.#stream.getAudioTracks()
    video.hidden = !sees
    video.srcObject = sees ? new MediaStream([sees]) : null
    if (sees) video.play().catch(() => {})
    this.querySelector("[data-loudness]").hidden = !hears
    if (hears) this.#listen(hears)
  }
  #listen(track) {
    this.#audio ??= new AudioContext()
    this.#audio.resume()
    const analyser = this.#audio.createAnalyser(), meter = this.querySelector("meter")
    this.#audio.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const heard = new Float32Array(analyser.fftSize), began = performance.now()
    let said = ""
    const look = () => {
      analyser.getFloatTimeDomainData(heard)
      const loud = Math.sqrt(heard.reduce((sum, one) => sum + one * one, 0) / heard.length)
      meter.value = Math.min(1, loud * 4)
      const found = loud > LOUD_ENOUGH ? "OK" : performance.now() - began > QUIET_FOR && said !== "OK" ? "M4" : said
      if (found && found !== said) this.#say("microphone", said = found)
      this.#frame = requestAnimationFrame(look)
    }
    look()
  }
  async #list() {
    const devices = await navigator.mediaDevices.enumerateDevices()
    for (const [kind, name] of [["videoinput", "cameras"], ["audioinput", "microphones"]]) {
      const choice = this.querySelector(`[data-${name}]`), chosen = choice.value
      choice.replaceChildren(...devices.filter(each => each.kind === kind).map((each, n) => new Option(each.label || `${n + 1}`, each.deviceId)))
      if ([...choice.options].some(each => each.value === chosen)) choice.value = chosen
    }
    this.querySelector("[data-choose]").hidden = devices.length === 0
  }
  #tone() {
    this.#audio ??= new AudioContext()
    this.#audio.resume()
    const tone = this.#audio.createOscillator(), loud = this.#audio.createGain(), now = this.#audio.currentTime
    loud.gain.setValueAtTime(0.2, now)
    loud.gain.exponentialRampToValueAtTime(0.001, now + 1)
    tone.frequency.value = 440
    tone.connect(loud).connect(this.#audio.destination)
    tone.start(now)
    tone.stop(now + 1)
    this.querySelector("[data-asked]").hidden = false
  }
}
customElements.define("device-check", DeviceCheck)
