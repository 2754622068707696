/** Draws the page's parts again from a fresh one, and takes nothing out of anybody's hands. */
const WRITES = "input:not([type=hidden], [type=submit]), textarea, select"

export function draw(fresh, { keepTiles }) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const next = fresh.getElementById(part.id)
    if (!next) continue
    if (part.hasAttribute("data-keep")) keepTiles(part, next)
    else replace(part, next)
  }
  const state = fresh.getElementById("room-state")
  if (state) document.getElementById("room-state").textContent = state.textContent
}

function replace(part, next) {
  const active = part.contains(document.activeElement) ? document.activeElement : null
  if (plain(part) === plain(next)) return
  // Somebody writes or chooses here: drawn once they are done.
  if (active?.matches(WRITES)) return
  if ([...part.querySelectorAll("textarea, input[type=text], input[type=tel], input[type=time]")].some(each => each.value !== each.defaultValue)) return
  const open = [...part.querySelectorAll("details[open][id]")].map(each => each.id)
  const scrolled = part.scrollTop, atEnd = part.scrollHeight - part.clientHeight - part.scrollTop < 8
  part.replaceChildren(...document.adoptNode(next).childNodes)
  for (const id of open) { const each = document.getElementById(id); if (each) each.open = true }
  part.scrollTop = part.getAttribute("role") === "log" && atEnd ? part.scrollHeight : scrolled
  if (!active) return
  const again = active.id && document.getElementById(active.id)
  ;(again || part.querySelector("[tabindex='-1'], button, summary, a"))?.focus({ preventScroll: true })
}

/** An element's words, without the secrets of its forms, what is open and what was refused, which are this page's own. */
function plain(element) {
  const copy = element.cloneNode(true)
  for (const each of copy.querySelectorAll("[name=csrfmiddlewaretoken]")) each.remove()
  for (const each of copy.querySelectorAll("details")) each.removeAttribute("open")
  for (const each of copy.querySelectorAll("[data-refused]")) { each.textContent = ""; each.hidden = true }
  for (const each of copy.querySelectorAll("[aria-busy]")) each.removeAttribute("aria-busy")
  for (const each of copy.querySelectorAll("[aria-keyshortcuts]")) each.removeAttribute("aria-keyshortcuts")
  return copy.innerHTML
}
