/**
 * A phone stops a page that nobody looks at: what its owner is told when they come back.
 *
 * Some browsers say so before they stop a page, others only stop it: then its own clock shows the hole.
 */
export const STOPPED = 6000
const EVERY = 500

export class Away {
  #since = null
  #stopped = false
  #last = Date.now()
  constructor({ onStop, onBack }) {
    Object.assign(this, { onStop, onBack })
    document.addEventListener("freeze", () => this.#stop(Date.now()))
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#since = Date.now()
      else this.#back()
    })
    setInterval(() => this.#tick(), EVERY)
  }
  /** A page in the background is slow, once a second; one that missed more was stopped. */
  #tick() {
    if (document.hidden && Date.now() - this.#last > STOPPED) this.#stop(this.#last)
    this.#last = Date.now()
  }
  #stop(at) {
    this.#since ??= at
    if (this.#stopped) return
    this.#stopped = true
    this.onStop()
  }
  #back() {
    if (Date.now() - this.#last > STOPPED) this.#stop(this.#last)
    if (this.#stopped) this.onBack(Date.now() - (this.#since ?? this.#last))
    this.#stopped = false
    this.#since = null
    this.#last = Date.now()
  }
}
