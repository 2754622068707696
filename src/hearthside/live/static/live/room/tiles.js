/** Tiles: each screen's picture in its place, in an order that nobody's voice changes; one tab stop with arrows. */
export class Tiles {
  #list
  #tracks = new Map()
  #said = new Map()
  constructor(list) {
    this.#list = list
    list.addEventListener("keydown", event => this.#arrow(event))
    list.addEventListener("focusin", event => this.#stop(event.target.closest(".tile")))
  }
  of(seat) { return this.#list.querySelector(`[data-seat="${CSS.escape(seat)}"]`) }
  get all() { return [...this.#list.querySelectorAll(".tile")] }
  get focused() { return document.activeElement?.closest?.(".tile") ?? this.#list.querySelector(".tile[tabindex='0']") }
  /** Words and people as they are now; pictures stay where they are. */
  keep(part, next) {
    const fresh = [...next.querySelectorAll(".tile")], ids = new Set(fresh.map(each => each.id))
    const hadFocus = part.contains(document.activeElement)
    for (const old of this.all) if (!ids.has(old.id)) old.remove()
    fresh.forEach((each, n) => {
      const old = document.getElementById(each.id)
      const tile = old ?? document.adoptNode(each)
      if (old) {
        for (const name of [".caption", ".initials"]) old.querySelector(name).replaceWith(document.adoptNode(each.querySelector(name)))
        old.classList.toggle("leads", each.classList.contains("leads"))
      }
      if (part.children[n] !== tile) part.insertBefore(tile, part.children[n] ?? null)
    })
    this.#stop(this.#list.querySelector(".tile[tabindex='0']") ?? this.all[0])
    if (hadFocus && !part.contains(document.activeElement)) this.focused?.focus({ preventScroll: true })
    for (const [seat, track] of this.#tracks) this.show(seat, track)
    for (const [seat, words] of this.#said) this.words(seat, words)
  }
  show(seat, track) {
    this.#tracks.set(seat, track)
    const place = this.of(seat)?.querySelector("[data-media]")
    if (!place || place.querySelector("video")) return
    const video = track.attach()
    video.setAttribute("aria-hidden", "true")
    video.playsInline = true
    place.replaceChildren(video)
  }
  hide(seat) {
    this.#tracks.get(seat)?.detach().forEach(each => each.remove())
    this.#tracks.delete(seat)
    this.of(seat)?.querySelector("[data-media]").replaceChildren()
  }
  clear() { for (const seat of [...this.#tracks.keys()]) this.hide(seat); this.#said.clear() }
  /** What only the media know of a screen: "sound only". */
  words(seat, words) {
    this.#said.set(seat, words)
    const place = this.of(seat)?.querySelector("[data-media-words]")
    if (place && place.textContent !== words) place.textContent = words
  }
  speak(seats) { for (const tile of this.all) tile.classList.toggle("speaks", seats.includes(tile.dataset.seat)) }
  hideSelf(on) { for (const tile of this.all) if ("mine" in tile.dataset) tile.classList.toggle("no-self", on) }
  name(seat) { return this.of(seat)?.querySelector(".who")?.textContent ?? "" }
  #stop(tile) {
    if (!tile) return
    for (const each of this.all) each.tabIndex = each === tile ? 0 : -1
  }
  #arrow(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    const all = this.all, at = all.indexOf(document.activeElement)
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step && at >= 0 ? at + step : -1
    if (next < 0 || next >= all.length) return
    event.preventDefault()
    all[next].focus()
  }
}
