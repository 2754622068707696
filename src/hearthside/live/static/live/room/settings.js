/** What one wants announced, and whether one sees oneself; kept in this browser. */
const STORED = "hearthside-room"

export class Settings {
  constructor(changed) {
    this.boxes = [...document.querySelectorAll("[data-setting]")]
    const kept = this.#kept
    for (const each of this.boxes) {
      if (each.dataset.setting in kept) each.checked = kept[each.dataset.setting]
      each.addEventListener("change", () => { localStorage.setItem(STORED, JSON.stringify(this.all)); changed() })
    }
  }
  get all() { return Object.fromEntries(this.boxes.map(each => [each.dataset.setting, each.checked])) }
  get #kept() { try { return JSON.parse(localStorage.getItem(STORED) ?? "{}") } catch { return {} } }
}
