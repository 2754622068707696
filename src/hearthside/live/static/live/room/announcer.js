/**
 * What is read aloud, and when: two live regions, one queue. See `news.js` for what is said of which change.
 *
 * Polite words at most one in three seconds; who comes and goes merged; the same words not twice in ten seconds; nothing
 * older than fifteen read. Every message also lands in the log, because what was read once cannot be heard again.
 */
export const SPACING = 3000, SAME = 10000, OLDEST = 15000, MOST_LOGGED = 100

export class Announcer {
  #polite
  #assertive
  #now
  #queue = []
  #lastPolite = -Infinity
  #said = new Map()
  #log = []
  #onLog
  constructor({ polite, assertive, now = () => Date.now(), onLog = () => {} }) {
    this.#polite = polite
    this.#assertive = assertive
    this.#now = now
    this.#onLog = onLog
  }
  /** `merge` names what messages are said as one: {merge: "joined", who: "Ana"}. */
  say(words, { level = "polite", merge = "", who = "" } = {}) {
    const at = this.#now()
    const known = words || `${merge} ${who}`
    if (at - (this.#said.get(known) ?? -Infinity) < SAME) return
    this.#said.set(known, at)
    const waiting = merge && this.#queue.find(each => each.merge === merge)
    if (waiting) waiting.who.push(who)
    else this.#queue.push({ words, level, merge, who: who ? [who] : [], at })
    if (level === "assertive") this.tick()
  }
  /** Called a few times a second. */
  tick() {
    const at = this.#now()
    this.#queue = this.#queue.filter(each => at - each.at <= OLDEST || (this.#note(each), false))
    for (const each of this.#queue.filter(each => each.level === "assertive")) this.#read(each, this.#assertive)
    this.#queue = this.#queue.filter(each => each.level !== "assertive")
    if (!this.#queue.length || at - this.#lastPolite < SPACING) return
    // Whoever comes and goes is waited for, so that many are said as one.
    const next = this.#queue.find(each => !each.merge || at - each.at >= SPACING / 2)
    if (!next) return
    this.#queue = this.#queue.filter(each => each !== next)
    this.#lastPolite = at
    this.#read(next, this.#polite)
  }
  get log() { return [...this.#log] }
  #read(each, region) {
    const words = spoken(each)
    // The same words twice are no change to a reader, so the region is emptied first.
    region.textContent = ""
    region.textContent = words
    this.#note(each)
  }
  #note(each) {
    this.#log.unshift({ words: spoken(each), at: this.#now() })
    this.#log.length = Math.min(this.#log.length, MOST_LOGGED)
    this.#onLog(this.#log)
  }
}

/** "Ana joined", "Ana and Ben joined", "Ana and 2 others joined". */
function spoken({ words, merge, who }) {
  if (!merge) return words
  if (who.length === 1) return `${who[0]} ${merge}`
  if (who.length === 2) return `${who[0]} and ${who[1]} ${merge}`
  return `${who[0]} and ${who.length - 1} others ${merge}`
}
