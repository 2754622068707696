/** Coming in: the ground rules for twenty seconds, or until they are read; nothing closes under somebody's hands. */
const SHOWN = 20000

export class Entry {
  #said = new Set()
  #wasIn = false
  constructor(session, rules) {
    this.rules = rules
    this.key = `hearthside-rules-${session}`
    rules?.querySelector("[data-close-rules]")?.removeAttribute("hidden")
    rules?.querySelector("[data-close-rules] button").addEventListener("click", () => this.#close())
  }
  start() {
    if (!this.rules) return
    if (sessionStorage.getItem(this.key)) { this.rules.hidden = true; return }
    sessionStorage.setItem(this.key, "shown")
    const close = () => {
      if (this.rules.matches(":hover") || this.rules.contains(document.activeElement)) setTimeout(close, SHOWN / 4)
      else this.rules.hidden = true
    }
    setTimeout(close, SHOWN)
  }
  show() {
    this.rules.hidden = false
    this.rules.querySelector("h2").focus()
    this.rules.scrollIntoView({ block: "nearest" })
  }
  #close() {
    this.rules.hidden = true
    document.getElementById("stage")?.focus()
  }
  /** What is said on coming in, and on coming back. Whoever observes sends nothing. */
  words(listens) {
    const was = this.#wasIn
    this.#wasIn = true
    if (was) return "You are back in the room."
    return listens ? "You are in the room. You hear and see the group; nobody hears or sees you." : "You are in the room. Your microphone and camera are off."
  }
  once(key) { return !this.#said.has(key) && Boolean(this.#said.add(key)) }
}
