/** The door inside the room: whoever leads lets people in without leaving it. The cards are the door page's own. */
const EVERY = 5000

export class Door {
  constructor(address, place, acts) {
    Object.assign(this, { address, place, acts })
    this.timer = null
  }
  start() {
    if (!this.address || !this.place) return
    this.place.addEventListener("submit", event => this.#send(event))
    this.look()
    this.timer = setInterval(() => { if (!this.place.contains(document.activeElement)) this.look() }, EVERY)
  }
  async look() {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "text/html" }, cache: "no-store" })
      if (!answer.ok || answer.redirected) return
      this.#draw(new DOMParser().parseFromString(await answer.text(), "text/html"))
    } catch { /* The link to the door is there as well. */ }
  }
  #draw(page) {
    const cards = page.getElementById("now")
    if (!cards) return
    for (const each of cards.querySelectorAll("h2")) {
      const title = document.createElement("h3")
      title.id = each.id
      title.append(...each.childNodes)
      each.replaceWith(title)
    }
    for (const each of cards.querySelectorAll("a")) each.target = "_blank"
    // Whoever is in already stands among the people.
    for (const each of cards.querySelectorAll(".door-card")) if (!each.querySelector("form")) each.remove()
    const said = cards.children.length ? [...document.adoptNode(cards).childNodes] : [Object.assign(document.createElement("p"), { className: "soft", textContent: "Nobody waits." })]
    this.place.replaceChildren(...said)
  }
  async #send(event) {
    event.preventDefault()
    const form = event.target
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) })
    this.#draw(new DOMParser().parseFromString(await answer.text(), "text/html"))
    this.look()
    document.getElementById("door-title").focus()
  }
}
