/**
 * The page as the server has it now: fetched again when news come, every five seconds while none can, and
 * every `asksEvery` milliseconds in any case: whoever sits in a quiet group is here, and stays signed in.
 *
 * Pages of one browser share one stream: whoever holds the lock listens and passes the news on.
 */
const POLL = 5000, COALESCE = 500, HEARD_WITHIN = 7000

export class State {
  #timer = null
  #last = Date.now()
  #upAt = 0
  #leads = false
  #fetching = false
  #again = false
  #ended = false
  constructor({ session, doors, asksEvery, onPage, onNews, onGone, onOffline }) {
    Object.assign(this, { session, doors, asksEvery, onPage, onNews, onGone, onOffline })
    this.channel = new BroadcastChannel(`hearthside-live-${session}`)
    this.channel.onmessage = event => {
      if (event.data === "up") this.#upAt = Date.now()
      else this.#heard(event.data)
    }
    this.#elect()
    setInterval(() => this.#beat(), POLL)
    addEventListener("online", () => this.soon())
    addEventListener("offline", () => this.onOffline(true))
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.soon() })
  }
  get listens() { return this.stream?.readyState === EventSource.OPEN || Date.now() - this.#upAt < HEARD_WITHIN }
  /** News came; many at once are one question, at most two a second. */
  soon() {
    if (this.#timer || this.#ended) return
    this.#timer = setTimeout(() => { this.#timer = null; this.now() }, Math.max(0, this.#last + COALESCE - Date.now()))
  }
  async now() {
    if (this.#ended) return
    if (this.#fetching) { this.#again = true; return }
    this.#fetching = true
    this.#last = Date.now()
    try {
      const answer = await fetch(location.pathname, { headers: { "X-Hearthside-Room": "1" }, cache: "no-store" })
      this.onOffline(false)
      if (answer.redirected || !answer.ok) {
        if (answer.redirected || answer.status < 500) { this.end(); this.onGone(answer) }
        return
      }
      this.onPage(new DOMParser().parseFromString(await answer.text(), "text/html"))
    } catch { this.onOffline(true) } finally {
      this.#fetching = false
      if (this.#again) { this.#again = false; this.soon() }
    }
  }
  end() {
    this.#ended = true
    this.stream?.close()
    this.channel.close()
  }
  #elect() {
    const listen = () => new Promise(() => { this.#leads = true; this.#listen() })
    if (navigator.locks) navigator.locks.request(`hearthside-live-${this.session}`, listen)
    else listen()
  }
  #listen() {
    if (this.#ended) return
    this.stream = new EventSource(`${this.doors}/live/stream/${this.session}`, { withCredentials: true })
    this.stream.onmessage = event => { this.#pass(event.data); this.#heard(event.data) }
    // What one may hear has ended, or the stream was refused: what is asked next says why.
    this.stream.addEventListener("ended", () => { this.stream.close(); this.soon() })
  }
  #pass(told) { if (!this.#ended) { this.channel.postMessage("up"); this.channel.postMessage(told) } }
  #heard(told) {
    this.onNews(JSON.parse(told))
    this.soon()
  }
  #beat() {
    if (this.#ended) return
    const open = this.stream?.readyState === EventSource.OPEN
    if (this.#leads && open) this.channel.postMessage("up")
    if (this.#leads && this.stream?.readyState === EventSource.CLOSED) this.#listen()
    if (!this.listens || Date.now() - this.#last >= this.asksEvery) this.soon()
  }
}
