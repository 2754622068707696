/**
 * Keys: Alt and Shift with a letter, by where the letter lies (`event.code`); ignored where somebody types and in
 * dialogs; each can be changed, and all switched off. Every one presses a button that is there for everybody.
 */
export const MAP = {
  microphone: ["KeyM", "Microphone on or off"], camera: ["KeyV", "Camera on or off"], captions: ["KeyC", "Captions"],
  log: ["KeyL", "What was announced"], time: ["KeyT", "Time left"], help: ["KeyH", "Private help"],
  hand: ["KeyR", "Raise or lower your hand"], summary: ["KeyS", "Who speaks, who is here"], people: ["KeyP", "List of people"],
  shortcuts: ["KeyK", "This list"],
}
export const FOR_STAFF = { door: ["KeyD", "The door"], next: ["KeyN", "Next who needs you"], flag: ["KeyF", "Flag the person in focus"] }
const STORED = "hearthside-keys", OFF = "hearthside-keys-off", QUICK = "hearthside-quick-exit"
const FAST = 1500, TYPES = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]"

export class Keys {
  #acts
  #names
  #escapes = []
  #changing = null
  constructor({ acts, staff, store = localStorage }) {
    this.#acts = acts
    this.store = store
    this.#names = { ...MAP, ...(staff ? FOR_STAFF : {}) }
    addEventListener("keydown", event => this.#pressed(event))
    this.list()
  }
  get off() { return this.store.getItem(OFF) === "yes" }
  get quick() { return this.store.getItem(QUICK) === "yes" }
  code(name) { return this.#own[name] ?? this.#names[name][0] }
  get #own() {
    try { return JSON.parse(this.store.getItem(STORED) ?? "{}") } catch { return {} }
  }
  change(name, code) {
    this.store.setItem(STORED, JSON.stringify({ ...this.#own, [name]: code }))
    this.list()
  }
  #pressed(event) {
    if (this.#changing && /^Key[A-Z]$|^Digit\d$/.test(event.code)) {
      event.preventDefault()
      this.change(this.#changing, event.code)
      this.#changing = null
      return
    }
    if (event.key === "Escape") return this.#escape(event)
    if (event.key === "F6" && !document.querySelector("dialog[open]")) return this.#region(event)
    if (this.off || !event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey || event.repeat) return
    if (event.target.closest?.(TYPES) || document.querySelector("dialog[open]")) return
    const name = Object.keys(this.#names).find(each => this.code(each) === event.code)
    if (!name || !this.#acts[name]) return
    event.preventDefault()
    this.#acts[name]()
  }
  #escape(event) {
    const at = Date.now()
    this.#escapes = [...this.#escapes.filter(each => at - each < FAST), at]
    if (this.quick && this.#escapes.length >= 3) return this.#acts.exit()
    if (document.querySelector("dialog[open]")) return
    const open = [...document.querySelectorAll("details.menu[open]")].at(-1)
    if (!open) return
    event.preventDefault()
    open.open = false
    open.querySelector("summary").focus()
  }
  #region(event) {
    event.preventDefault()
    const all = [...document.querySelectorAll("[data-region]")].filter(each => !each.closest("[hidden]"))
    const here = all.findLastIndex(each => each.contains(document.activeElement))
    const next = all.at(here < 0 ? (event.shiftKey ? -1 : 0) : (here + (event.shiftKey ? -1 : 1) + all.length) % all.length)
    next?.focus()
  }
  /** The list of shortcuts. */
  list() {
    const list = document.getElementById("keys-list")
    list?.replaceChildren(...Object.entries(this.#names).map(([name, [, words]]) => {
      const line = document.createElement("li"), button = document.createElement("button"), label = document.createElement("span")
      button.type = "button"
      button.className = "button plain"
      button.textContent = this.words(name)
      button.setAttribute("aria-label", `${words}: ${this.words(name)}. Change`)
      button.addEventListener("click", () => { this.#changing = name; button.textContent = "Press a letter" })
      label.textContent = words
      line.append(label, button)
      return line
    }))
    const on = document.getElementById("keys-on"), quick = document.getElementById("quick-exit")
    if (on) on.checked = !this.off
    if (quick) quick.checked = this.quick
    this.mark()
  }
  /** Each button says its keys to readers. */
  mark() {
    for (const each of document.querySelectorAll("[data-key]")) {
      const name = each.dataset.key
      if (!this.#names[name]) continue
      if (this.off) each.removeAttribute("aria-keyshortcuts")
      else each.setAttribute("aria-keyshortcuts", this.words(name))
    }
  }
  press(name) { this.#acts[name]?.() }
  words(name) { return `Alt+Shift+${this.code(name).replace(/^(Key|Digit)/, "")}` }
  switch(on) { this.store.setItem(OFF, on ? "no" : "yes"); this.list() }
  switchQuick(on) { this.store.setItem(QUICK, on ? "yes" : "no") }
}
