/* Looks every second whether anybody calls. In a worker, because a page in the background is woken once a minute. */
const EVERY = 1000
let address

async function look() {
  let heard
  try {
    // Without the session: looking must not keep anybody signed in, and goes on when they are signed out.
    const answered = await fetch(address, { credentials: "omit", cache: "no-store" })
    heard = answered.ok ? await answered.json() : { away: answered.status }
  } catch {
    heard = { away: 0 }
  }
  postMessage(heard)
  setTimeout(look, EVERY)
}

addEventListener("message", event => {
  const first = address === undefined
  address = event.data
  if (first) look()
})
