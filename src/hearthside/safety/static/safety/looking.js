/**
 * Looks whether anybody calls: at once when it is rung, and every second while nothing can ring. In a worker, because a
 * page in the background is woken once a minute.
 */
const EVERY = 1000
/* More often than the page waits before it says that it has lost its connection. */
const SELDOM = 5000
let ringing, bellAt, timer
let bell = null
let looking = false
let again = false

async function look() {
  clearTimeout(timer)
  if (looking) { again = true; return }
  looking = true
  do {
    again = false
    postMessage(await asked())
  } while (again)
  looking = false
  listen()
  timer = setTimeout(look, bell?.readyState === EventSource.OPEN ? SELDOM : EVERY)
}

async function asked() {
  try {
    // Without the session: looking must not keep anybody signed in, and goes on when they are signed out.
    const answered = await fetch(ringing, { credentials: "omit", cache: "no-store" })
    return answered.ok ? await answered.json() : { away: answered.status }
  } catch {
    return { away: 0 }
  }
}

function listen() {
  if (!bellAt || (bell && bell.readyState !== EventSource.CLOSED)) return
  bell = new EventSource(bellAt)
  bell.onmessage = look
  bell.onerror = look
  bell.addEventListener("ended", () => { bell.close(); look() })
}

addEventListener("message", event => {
  const first = ringing === undefined
  if (bellAt !== event.data.bell) bell?.close()
  ringing = event.data.ringing
  bellAt = event.data.bell
  if (first) look()
})
