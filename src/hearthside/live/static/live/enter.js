/**
 * Whoever accepted a call has said that they come: where the address ends in #now, the page presses for them, once.
 * Going back to it presses nothing.
 */
if (location.hash === "#now") {
  history.replaceState(null, "", location.pathname)
  document.getElementById("enter")?.requestSubmit()
}
