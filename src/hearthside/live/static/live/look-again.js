/**
 * Looks again every few seconds and shows what has changed. <look-again seconds="5"> around an element with an id.
 *
 * What somebody is using is never taken out of their hands: while the focus is within, nothing is replaced. With
 * `polite`, what was opened stays open.
 */
class LookAgain extends HTMLElement {
  #timer
  connectedCallback() {
    this.#timer = setInterval(() => this.#look(), 1000 * Number(this.getAttribute("seconds") || 5))
  }
  disconnectedCallback() { clearInterval(this.#timer) }
  async #look() {
    if (document.hidden || this.contains(document.activeElement)) return
    const shown = this.querySelector("[id]")
    let answer
    try { answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" }) } catch { return }
    if (answer.redirected) { location.assign(answer.url); return }
    if (!answer.ok) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById(shown.id)
    if (!fresh || this.contains(document.activeElement)) return
    const before = without(shown), after = without(fresh)
    if (before === after) return
    const open = [...shown.querySelectorAll("details[open]")].map(each => each.closest("[aria-labelledby]")?.getAttribute("aria-labelledby"))
    for (const each of fresh.querySelectorAll("details"))
      each.open = open.includes(each.closest("[aria-labelledby]")?.getAttribute("aria-labelledby"))
    shown.replaceChildren(...document.adoptNode(fresh).childNodes)
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
