/** Which camera, microphone and loudspeaker; and, where one does not start, why and what to do. */
const WHY = {
  NotAllowedError: "The browser may not use your {}. Press the lock beside the address, allow it, and try again.",
  SecurityError: "The browser may not use your {}. Press the lock beside the address, allow it, and try again.",
  NotReadableError: "Another program uses your {}. Close it and try again.",
  AbortError: "Another program uses your {}. Close it and try again.",
  NotFoundError: "No {} was found. Plug one in, or use a phone.",
  OverconstrainedError: "No {} was found. Plug one in, or use a phone.",
}
export const trouble = (error, device) => (WHY[error?.name] ?? "Your {} did not start. Try again, or ask to be called.").replace("{}", device)

export class Devices {
  constructor(within, { choose }) {
    this.within = within
    if (!within || !navigator.mediaDevices) return
    for (const each of within.querySelectorAll("select")) each.addEventListener("change", () => choose(each.dataset.choose, each.value))
    navigator.mediaDevices.addEventListener("devicechange", () => this.list())
    this.list()
  }
  async list() {
    if (!this.within || !navigator.mediaDevices) return
    const all = await navigator.mediaDevices.enumerateDevices()
    for (const select of this.within.querySelectorAll("select")) {
      const own = all.filter(each => each.kind === select.dataset.choose && each.deviceId), chosen = select.value
      select.replaceChildren(...own.map(each => new Option(each.label || "The usual one", each.deviceId)))
      if (!own.length) select.append(new Option("The usual one", ""))
      if (own.some(each => each.deviceId === chosen)) select.value = chosen
      select.closest("[data-output]")?.toggleAttribute("hidden", own.length < 2)
    }
  }
}
