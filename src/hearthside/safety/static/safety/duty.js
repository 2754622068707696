/**
 * The page of somebody on duty: sounds and shows a notification when they are called, and says when it could not.
 *
 * <on-duty ringing="address of ids" bell="address that rings" worker="address of the script that looks"
 *          calls="address of the list">
 *   <div class="hearing" role="status"></div>  <p role="alert" data-alert></p>  <button data-unlock hidden>
 *   <div id="calls">
 *   <form data-heard="where it is said whether a call would be heard">  <form data-starts>
 * </on-duty>
 *
 * A browser lets a page sound only after somebody pressed something on it. So "Start duty" is sent from here, and the
 * page is not loaded anew: what it was allowed once, it may still do.
 */
const REPEAT = 4000
const LOST_AFTER = 10000

/** What may sound, for as long as this page lives. */
let audio = null
let worker = null
const ringing = new Set()

const canSound = () => audio !== null && audio.state === "running"
const canNotify = () => "Notification" in window && Notification.permission === "granted"

function tone(times, pitch) {
  if (!canSound()) return
  for (let n = 0; n < times; n += 1) {
    const voice = audio.createOscillator()
    const volume = audio.createGain()
    const at = audio.currentTime + n * 0.35
    voice.frequency.value = pitch
    volume.gain.setValueAtTime(0.0001, at)
    volume.gain.exponentialRampToValueAtTime(0.4, at + 0.03)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.28)
    voice.connect(volume).connect(audio.destination)
    voice.start(at)
    voice.stop(at + 0.3)
  }
}

/** Asked in answer to a press, or the browser refuses. */
async function unlock() {
  audio ??= new AudioContext()
  await audio.resume()
  tone(1, 660)
  if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission()
}

class OnDuty extends HTMLElement {
  #heardAt = Date.now()
  #timer
  #said = ""
  #shown = ""

  connectedCallback() {
    this.addEventListener("submit", this)
    this.addEventListener("click", this)
    if (!this.hasAttribute("ringing")) {
      worker?.terminate()
      worker = null
      ringing.clear()
      return
    }
    worker ??= new Worker(this.getAttribute("worker"))
    worker.onmessage = event => this.#heard(event.data)
    const at = name => new URL(this.getAttribute(name), location.href).href
    worker.postMessage({ ringing: at("ringing"), bell: at("bell") })
    this.#timer = setInterval(() => this.#ring(), REPEAT)
    this.#say()
    this.#tell()
  }

  disconnectedCallback() { clearInterval(this.#timer) }

  async handleEvent(event) {
    if (event.type === "click" && event.target.closest("[data-unlock]")) {
      await unlock()
      this.#say()
      this.#tell()
    }
    if (event.type === "submit" && event.target.matches("[data-starts]")) {
      event.preventDefault()
      // Begun in the press itself; waited for beside the answer.
      const unlocked = unlock()
      await this.#send(event.target)
      await unlocked
      const now = document.querySelector("on-duty")
      if (now instanceof OnDuty) now.settled()
    }
  }

  /** The browser has answered what this page may do. */
  settled() {
    if (!this.hasAttribute("ringing")) return
    this.#say()
    this.#tell()
  }

  async #send(form) {
    const answered = await fetch(form.action, { method: "POST", body: new FormData(form) })
    const fresh = new DOMParser().parseFromString(await answered.text(), "text/html")
    const main = document.getElementById("main")
    const next = fresh.getElementById("main")
    if (!next) return location.reload()
    document.title = fresh.title
    main.replaceChildren(...next.childNodes)
    main.focus()
  }

  #heard(news) {
    if (!news.calls) {
      if (Date.now() - this.#heardAt > LOST_AFTER) this.#say()
      return
    }
    this.#heardAt = Date.now()
    const before = [...ringing].sort().join(" ")
    const now = [...news.calls].sort().join(" ")
    const isNew = news.calls.some(id => !ringing.has(id))
    ringing.clear()
    for (const id of news.calls) ringing.add(id)
    if (before !== now || this.#shown !== now) this.#refresh(now)
    if (isNew) {
      this.#ring()
      this.#notify()
    }
    this.#say()
  }

  #ring() { if (ringing.size) tone(3, 880) }

  #notify() {
    if (!canNotify()) return
    const note = new Notification("Urgent program alert", {
      body: "Somebody is needed. Open the page of your duty.", tag: "duty", requireInteraction: true,
    })
    note.onclick = () => { window.focus(); note.close() }
  }

  async #refresh(now) {
    try {
      const answered = await fetch(this.getAttribute("calls"), { cache: "no-store" })
      const list = new DOMParser().parseFromString(await answered.text(), "text/html").getElementById("calls")
      if (list) {
        this.querySelector("#calls")?.replaceWith(list)
        this.#shown = now
        document.title = ringing.size ? "You are called" : "On duty"
        const titles = [...list.querySelectorAll(".call:not(.taken) h3")].map(each => each.textContent.trim())
        this.querySelector("[data-alert]").textContent = titles.length ? `You are called: ${titles.join("; ")}` : ""
        return
      }
    } catch { /* said below */ }
    this.#put("danger", "You are called, and this page cannot show by what. Sign in again, or load it anew.")
  }

  /** Whether a call would be heard, and what to do where it would not. */
  #say() {
    const lost = Date.now() - this.#heardAt > LOST_AFTER
    this.querySelector("[data-unlock]").hidden = canSound()
    if (lost) this.#put("danger", "This page has lost its connection. A call would not be heard here; it reaches you by mail.")
    else if (!canSound()) this.#put("warn", "A call would not be heard: this page may not sound yet.")
    else if (!canNotify()) this.#put("warn", "A call would be heard, and no notification shown: this browser does not allow it.")
    else this.#put("ok", "A call would be heard and shown, even while you do something else.")
  }

  #put(kind, words) {
    if (this.#said === kind + words) return
    this.#said = kind + words
    const notice = document.createElement("div")
    notice.className = `notice ${kind}`
    const said = document.createElement("div")
    said.textContent = words
    notice.append(said)
    this.querySelector(".hearing").replaceChildren(notice)
  }

  #tell() {
    const form = this.querySelector("[data-heard]")
    if (!form) return
    const body = new FormData(form)
    body.set("sound", canSound() ? "yes" : "no")
    body.set("notification", canNotify() ? "yes" : "no")
    fetch(form.dataset.heard, { method: "POST", body, keepalive: true }).catch(() => {})
  }
}

customElements.define("on-duty", OnDuty)
