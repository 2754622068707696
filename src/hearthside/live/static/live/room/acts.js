/** Forms of the page, sent without leaving it. What is refused is said beside the form that was sent. */
export class Acts {
  constructor({ csrf, onDone, onRefused }) {
    Object.assign(this, { csrf, onDone, onRefused })
    document.addEventListener("submit", event => {
      if (!event.target.dataset.act) return
      event.preventDefault()
      this.#send(event.target, event.submitter)
    })
  }
  async #send(form, submitter) {
    const body = new FormData(form, submitter)
    form.setAttribute("aria-busy", "true")
    const said = await this.post(form.action, body)
    form.removeAttribute("aria-busy")
    const place = form.querySelector("[data-refused]")
    if (place) { place.textContent = said; place.hidden = !said }
    if (said) { this.onRefused(said); return }
    if ("reset" in form.dataset) form.reset()
    form.closest("details.disclosure:not(.person)")?.removeAttribute("open")
    this.onDone(form.dataset.act)
  }
  /** What stood in the way, in a sentence; nothing where it is done. */
  async post(address, body) {
    let answer
    try {
      answer = await fetch(address, {
        method: "POST", body, headers: { "X-CSRFToken": this.csrf, "X-Hearthside-Room": "1", Accept: "application/json" },
      })
    } catch { return "This was not sent: you are offline. Try again, or call us." }
    if (answer.ok) return ""
    try { return (await answer.json()).says } catch { return "This did not work. Try again, or call us." }
  }
}
