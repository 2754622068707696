/** The room's page: puts its parts together. Each of them has a file; without any of them the page's forms work. */
import { Acts } from "./acts.js"
import { Announcer } from "./announcer.js"
import { Away } from "./away.js"
import { Devices, trouble } from "./devices.js"
import { Door } from "./door.js"
import { Entry } from "./entry.js"
import { Keys } from "./keys.js"
import { Media } from "./media.js"
import { news, timer } from "./news.js"
import { draw } from "./parts.js"
import { Settings } from "./settings.js"
import { State } from "./state.js"
import { Sounds } from "./sounds.js"
import { Tiles } from "./tiles.js"
import { Views } from "./views.js"

const body = document.body, $ = id => document.getElementById(id)
const staff = "staff" in body.dataset
const read = () => JSON.parse($("room-state").textContent)
const mine = () => tiles.all.filter(each => "mine" in each.dataset).map(each => each.dataset.seat)

const views = new Views()
// Once it is over there are none.
const tiles = new Tiles($("tiles") ?? document.createElement("ul"))
const settings = new Settings(() => tiles.hideSelf(settings.all.self))
const sounds = new Sounds($("sound"))
const announcer = new Announcer({ polite: $("polite"), assertive: $("assertive"), onLog: log => views.log(log) })
let state = read(), silencer = ""

const acts = new Acts({
  csrf: body.dataset.csrf,
  onDone: act => { if (act === "help") announcer.say("Sent. Your therapists are being told."); page.soon() },
  onRefused: said => announcer.say(said, { level: "assertive" }),
})

const page = new State({
  session: body.dataset.session, doors: body.dataset.doors, asksEvery: 1000 * Number(body.dataset.asksEvery || Infinity),
  onPage: fresh => {
    const over = !fresh.getElementById("stage")
    const before = state, stage = views.stage
    draw(fresh, { keepTiles: (part, next) => tiles.keep(part, next) })
    state = read()
    views.shown(stage)
    for (const each of news(before, state, { staff, mine: mine(), settings: settings.all })) {
      announcer.say(each.words, each)
      if (each.sound) sounds.alarm()
    }
    if (media.connected) shown(media.room)
    keys.mark()
    // The floor is another one: the whole page says so.
    if (over) { media.leave(); page.end(); location.reload() }
  },
  // Whoever turned off what one sends, by their place in the room.
  onNews: ({ kind, id }) => { if (kind === "silenced") silencer = id ? tiles.name(id) : "" },
  onGone: answer => { media.leave(); if (answer.redirected) location.assign(answer.url); else views.show("out") },
  onOffline: off => {
    if (!views.set("offline", off)) return
    announcer.say(off ? "You are offline. Your place is kept; this page goes on by itself." : "You are online again.", { level: off ? "assertive" : "polite" })
    if (!off) page.soon()
  },
})

const media = new Media({
  token: body.dataset.token, csrf: body.dataset.csrf, doors: body.dataset.doors, beats: body.dataset.beats, staff,
  on: {
    state: now => {
      views.only(["joining", "media-down", "elsewhere"], now)
      if (now === "in") announcer.say(entry.words("listens" in body.dataset), { level: "assertive" })
      if (now === "media-down") announcer.say("Sound and picture are gone for now. They come back by themselves; everything else works.")
      if (now === "elsewhere") announcer.say("The room is open on another device or page.", { level: "assertive" })
      if (now === "in") page.soon()
      if (now === "elsewhere") views.away(null)
      views.bar(now === "in")
    },
    refused: status => { if (status === 409) page.now(); else views.show("out") },
    cleared: () => { tiles.clear(); sounds.clear(); views.set("sound", false) },
    tracks: room => shown(room),
    permission: given => { if (!given?.canPublish) tiles.speak([]) },
    speakers: seats => { tiles.speak(seats); heard.note(seats) },
    quality: (quality, who) => said(quality, who),
    mending: on => announcer.say(on ? "Your connection is weak. We are mending it." : "Your connection is back."),
    sound: may => {
      if (views.set("sound", !may) && !may) announcer.say("Your browser keeps the sound off. Any press on this page turns it on.", { level: "assertive" })
    },
    devices: (own, lost) => {
      views.devices(own)
      if (own.microphone || own.camera) devices.list()
      for (const each of lost || []) announcer.say(`${silencer || "Staff"} paused your ${each}. You can turn it on again.`, { level: "assertive" })
      tell("devices", { microphone: own.microphone ? "on" : "off", camera: own.camera ? "on" : "off" })
    },
  },
})

const weak = new Set()
/** Of somebody whose connection is weak: oneself, and for staff everybody, once. */
function said(quality, who) {
  const own = who === media.room?.localParticipant, bad = ["poor", "lost"].includes(quality)
  if (!own && !staff) return
  if (bad === weak.has(who.identity)) return
  weak[bad ? "add" : "delete"](who.identity)
  const name = own ? "Your" : `${tiles.name(who.attributes.seat)}:`
  announcer.say(`${name} connection is ${bad ? "weak" : "good again"}.`)
}

/** What is sent by whom, on the tiles. */
function shown(room) {
  const people = [room.localParticipant, ...room.remoteParticipants.values()]
  for (const who of people) {
    const seat = who.attributes.seat
    if (!seat) continue
    const camera = who.getTrackPublication("camera"), microphone = who.getTrackPublication("microphone")
    if (camera?.track && !camera.isMuted) tiles.show(seat, camera.track)
    else tiles.hide(seat)
    if (who !== room.localParticipant && microphone?.track) sounds.attach(who.identity, microphone.track)
    const on = microphone && !microphone.isMuted
    tiles.words(seat, camera && !camera.isMuted ? (on ? "" : ", microphone off") : on ? ", sound only" : ", microphone and camera off")
    if (!tiles.of(seat)) page.soon()
  }
  tiles.hideSelf(settings.all.self)
}

/** What only a script can say to the server. */
async function tell(act, said) {
  const address = body.dataset[act]
  if (address) await acts.post(address, new URLSearchParams(said))
}

const heard = {
  seats: new Set(),
  note(seats) { for (const seat of seats) this.seats.add(seat) },
  // Whoever hears nobody now says nothing: nobody knows then who speaks.
  send() { if (media.connected) tell("heard", { seats: [...this.seats].join(",") }); this.seats.clear() },
}

const devices = new Devices($("devices"), { choose: (kind, id) => media.choose(kind, id) })
async function turn(device) {
  if (!$(device)) return
  try {
    await media.turn(device, !media.is(device))
    $("device-trouble").hidden = true
  } catch (error) { refused(error, device) }
}
function refused(error, device) {
  const wrong = $("device-trouble"), held = media.connected && !media.room.localParticipant.permissions?.canPublish
  wrong.textContent = held ? "It is paused for now. You can turn it on when the pause is over." : trouble(error, device)
  wrong.hidden = false
  $("devices").open = true
  announcer.say(wrong.textContent, { level: "assertive" })
}

const door = new Door(body.dataset.door, $("door-cards"), acts)
const entry = new Entry(body.dataset.session, $("rules"))
const keys = new Keys({
  staff,
  acts: {
    microphone: () => turn("microphone"), camera: () => turn("camera"), captions: () => views.captions(),
    log: () => $("messages").showModal(), shortcuts: () => $("shortcuts").showModal(),
    time: () => announcer.say(views.timeLeft(state.room), { level: "assertive" }),
    summary: () => announcer.say(views.summary(tiles), { level: "assertive" }),
    help: () => views.help(), hand: () => $("hand-button")?.click(), people: () => tiles.focused?.focus(),
    door: () => { $("door-title")?.focus(); door.look() }, next: () => views.nextNeed(),
    flag: () => views.flag(tiles.focused?.dataset.seat),
    exit: () => { media.leave(); location.replace("about:blank") },
  },
})
document.addEventListener("click", event => {
  const key = event.target.closest("[data-key]")?.dataset.key
  if (["microphone", "camera", "captions", "log", "time", "summary", "people", "shortcuts", "door", "next", "flag"].includes(key)) keys.press(key)
  // Whatever one presses: a browser that kept the sound off lets it play now.
  media.unlockSound()
  if (event.target.closest("[data-take-over]")) { views.only(["elsewhere"], ""); media.start() }
  if (event.target.closest("[data-rejoin]")) { views.away(null); media.start(); media.again().catch(error => refused(error, "microphone")); $("stage").focus() }
  if (event.target.closest("[data-open-rules]")) entry.show()
})
$("keys-on").addEventListener("change", event => keys.switch(event.target.checked))
$("quick-exit").addEventListener("change", event => keys.switchQuick(event.target.checked))

new Away({
  onStop: () => media.stop(),
  onBack: ms => {
    if (!$("stage")) return
    announcer.say(`You were away ${views.away(ms)}. Your microphone and camera are off. To go on as before, press the button at the top.`, { level: "assertive" })
  },
})
setInterval(() => {
  announcer.tick()
  const soon = timer(state.room, Date.now())
  if (soon && entry.once(soon.key)) announcer.say(soon.words)
}, 500)
if (staff) { setInterval(() => heard.send(), 15000); door.start() }

views.ready()
if ($("stage")) {
  views.show("joining")
  media.start()
  entry.start()
  navigator.wakeLock?.request("screen").catch(() => {})
} else {
  page.end()
  $("now-title")?.focus()
}
