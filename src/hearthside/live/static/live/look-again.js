/**
 * Looks again every few seconds, and at once when it is rung, and shows what has changed.
 *
 *   <look-again seconds="5" rung-at="address of a stream of events"> around an element with an id </look-again>
 *
 * While the stream is open it looks by itself only now and then; while it is not, every few seconds. What somebody is
 * using is never taken out of their hands: while the focus is within, nothing is replaced. With `polite`, what was
 * opened stays open.
 */
const SELDOM = 30
/** Much may change in one moment: it is looked at once. */
const GATHERED = 150

class LookAgain extends HTMLElement {
  #timer
  #bell = null

  connectedCallback() {
    document.addEventListener("visibilitychange", this)
    this.#listen()
    this.#wait(this.#often())
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this)
    clearTimeout(this.#timer)
    this.#bell?.close()
  }

  handleEvent() { if (!document.hidden) this.#wait(0) }

  #often() { return 1000 * Number(this.getAttribute("seconds") || 5) }

  #listen() {
    const at = this.getAttribute("rung-at")
    if (!at || (this.#bell && this.#bell.readyState !== EventSource.CLOSED)) return
    this.#bell = new EventSource(at, { withCredentials: true })
    this.#bell.onmessage = () => this.#wait(GATHERED)
    this.#bell.addEventListener("ended", () => this.#bell.close())
    this.#bell.onerror = () => this.#wait(this.#often())
  }

  #wait(milliseconds) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(async () => {
      const looked = await this.#look()
      if (!this.isConnected) return
      this.#listen()
      const hears = this.#bell?.readyState === EventSource.OPEN
      this.#wait(looked && hears ? 1000 * SELDOM : this.#often())
    }, milliseconds)
  }

  /** Whether what is shown is now what is so. */
  async #look() {
    if (document.hidden || this.contains(document.activeElement)) return false
    const shown = this.querySelector("[id]")
    let answer
    try { answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" }) } catch { return false }
    if (answer.redirected) { location.assign(answer.url); return false }
    if (!answer.ok) return false
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById(shown.id)
    if (!fresh || this.contains(document.activeElement)) return false
    const before = without(shown), after = without(fresh)
    if (before === after) return true
    const open = [...shown.querySelectorAll("details[open]")].map(each => each.closest("[aria-labelledby]")?.getAttribute("aria-labelledby"))
    for (const each of fresh.querySelectorAll("details"))
      each.open = open.includes(each.closest("[aria-labelledby]")?.getAttribute("aria-labelledby"))
    shown.replaceChildren(...document.adoptNode(fresh).childNodes)
    return true
  }
}
/** The words of an element, without the secrets of its forms, which differ each time. */
function without(element) {
  const copy = element.cloneNode(true)
  for (const each of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) each.remove()
  for (const each of copy.querySelectorAll("details")) each.removeAttribute("open")
  return copy.innerHTML
}
customElements.define("look-again", LookAgain)
