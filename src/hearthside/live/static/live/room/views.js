/** What the page shows of itself: its own states, the bar, the log, and where a shortcut leads. */
const $ = id => document.getElementById(id)
const OFF = { microphone: "Microphone off", camera: "Camera off" }, ON = { microphone: "Microphone on", camera: "Camera on" }

export class Views {
  ready() { for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false; $("captions-button")?.removeAttribute("hidden") }
  /** Shows or hides one of the page's own states; whether that changed anything. */
  set(key, on) {
    const each = $(`stage-${key}`)
    if (!each || each.hidden === !on) return false
    each.hidden = !on
    return true
  }
  show(key) { this.set(key, true) }
  only(keys, now) { for (const key of keys) this.set(key, key === now) }
  /** Which of the room's own states is explained: a break, a pause, the end. */
  get stage() { return document.querySelector("#now > .now")?.id ?? "" }
  /** What began while somebody looked further down comes into sight; nothing moves under what they write. */
  shown(before) {
    if (this.stage && this.stage !== before && !document.activeElement?.matches("input, textarea, select"))
      $(this.stage).scrollIntoView({ block: "nearest" })
  }
  /** For how long somebody was away, in words, on the page until they press; nothing, and it goes. */
  away(ms) {
    this.set("away", ms !== null)
    if (ms === null) return ""
    const seconds = Math.max(1, Math.round(ms / 1000)), minutes = Math.round(seconds / 60)
    const words = seconds < 90 ? `${seconds} ${seconds === 1 ? "second" : "seconds"}` : `${minutes} minutes`
    document.querySelector("[data-away]").textContent = words
    $("stage-away").scrollIntoView({ block: "nearest" })
    return words
  }
  /** Without sound and pictures there is nothing to turn on. */
  bar(connected) { for (const each of ["microphone", "camera"]) $(each)?.toggleAttribute("hidden", !connected) }
  devices(own) {
    for (const [device, on] of Object.entries(own)) {
      const button = $(device)
      if (!button) continue
      button.setAttribute("aria-pressed", String(on))
      button.querySelector("span").textContent = (on ? ON : OFF)[device]
    }
  }
  captions() {
    const strip = $("captions"), hidden = !strip.hidden
    strip.hidden = hidden
    $("captions-button").setAttribute("aria-pressed", String(!hidden))
  }
  help() {
    const panel = $("private-help")
    if (!panel) return
    panel.open = true
    panel.querySelector(".causes button, input:not([type=hidden])")?.focus()
  }
  log(messages) {
    $("no-messages").hidden = messages.length > 0
    $("message-list").replaceChildren(...messages.map(({ words, at }) => {
      const line = document.createElement("li"), when = document.createElement("span"), what = document.createElement("span")
      what.textContent = words
      when.className = "soft small"
      when.textContent = new Date(at).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" })
      line.append(what, when)
      return line
    }))
  }
  timeLeft(room) {
    const until = Date.parse(room?.rest_until ?? room?.block_ends_at ?? room?.ends_at ?? ""), minutes = Math.max(0, Math.round((until - Date.now()) / 60000))
    const what = ["break", "pet"].includes(room?.block) ? "of the break" : "of this part"
    return Number.isNaN(until) ? "Nobody has said when this part ends." : minutes === 1 ? `1 minute ${what} is left.` : `${minutes} minutes ${what} are left.`
  }
  summary(tiles) {
    const speak = tiles.all.filter(each => each.classList.contains("speaks")).map(each => tiles.name(each.dataset.seat))
    const here = tiles.all.map(each => tiles.name(each.dataset.seat))
    return `${speak.length ? `${speak.join(" and ")} ${speak.length === 1 ? "speaks" : "speak"}.` : "Nobody speaks."} Here are ${here.join(", ")}.`
  }
  nextNeed() {
    const all = [...document.querySelectorAll("[data-need]")], at = all.findIndex(each => each.contains(document.activeElement))
    ;(all[(at + 1) % all.length] ?? $("needs-title"))?.focus()
  }
  /** The form that flags whoever is in focus. */
  flag(seat) {
    const person = seat && document.querySelector(`.person[data-seat="${CSS.escape(seat)}"]`)
    const form = person?.querySelector("details[id^='flag-']")
    if (!form) return
    person.open = form.open = true
    form.querySelector("input:not([type=hidden])")?.focus()
  }
}
