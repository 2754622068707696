/**
 * What is said of a change: two states of the room in, messages out. Nothing here knows of the page.
 *
 * For each relation what the announcement policy names; levels, timers that tick, who speaks and typed lines are never
 * said (typed lines only to whoever asked for them).
 */
const ORDER = { 1: "1st", 2: "2nd", 3: "3rd" }
const place = number => ORDER[number] ?? `${number}th`
const keyed = (rows, key) => new Map((rows ?? []).map(row => [key(row), row]))
const personOf = row => row.sitter ?? `${row.seat} ${row.name}`

export function news(before, after, { staff = false, mine = [], settings = {} } = {}) {
  if (!before) return []
  const said = []
  const say = (words, level = "polite", more = {}) => said.push({ words, level, ...more })
  course(before.room ?? {}, after.room ?? {}, staff, say)
  tiles(before, after, { staff, mine, settings, say })
  if (staff) forStaff(before, after, say)
  else own(before.own ?? {}, after.own ?? {}, say)
  if (settings.captions) typed(before.captions, after.captions, say)
  return said
}

const BLOCKS = { break: "A break began. Microphones and cameras are off.", pet: "A pet break began. Microphones and cameras are off." }
const NAMES = {
  process: "Process group", psychoeducation: "Learning together", skills: "Skills", couples_group: "Couples group", couples: "Couples",
}
function course(before, after, staff, say) {
  // What is held off never touches whoever leads.
  const over = what => `The ${what} is over.${staff ? "" : " Your microphone is off until you turn it on."}`
  if (!before.held && after.held) say(`The group is paused. ${after.words ?? ""}`.trim(), "assertive")
  if (before.held && !after.held) say(over("pause"), "assertive")
  if (before.block !== after.block && after.block) {
    const rested = before.block in BLOCKS
    if (after.block in BLOCKS) say(BLOCKS[after.block], "assertive")
    else if (rested) say(over("break"), "assertive")
    else if (before.block) say(`Now: ${NAMES[after.block] ?? "the group"}.`, "assertive")
  }
  if (before.ends_at && after.ends_at && before.ends_at < after.ends_at) say("The group was made longer.", "polite")
  if (!before.wind_down_until && after.wind_down_until) say("The group is ending. The room stays open for a few minutes.", "assertive")
  if (!before.ended && after.ended) say("The group is over.", "assertive")
}

function tiles(before, after, { staff, mine, settings, say }) {
  const was = keyed(before.tiles, personOf), is = keyed(after.tiles, personOf)
  for (const [key, row] of is) {
    const old = was.get(key), own = mine.includes(row.seat)
    // Whoever observes is told of whatever else somebody wants to hear.
    if (!old && !own && row.role === "observer") { say(`${row.name} is here, and observes.`); continue }
    if (!old) { if (settings.joins && !own) say("", "polite", { merge: "joined", who: row.name }); continue }
    if (own) {
      if (old.hand && !row.hand) say("Your hand is down.")
      else if (row.hand === 1 && old.hand !== 1 && old.hand) say("Your hand is next.")
    } else if (settings.hands && row.hand && !old.hand) say(`${row.name}, hand, ${place(row.hand)}`)
  }
  for (const [key, row] of was)
    if (!is.has(key) && row.role === "observer") say(`${row.name} observes no more.`)
    else if (!is.has(key) && settings.joins && !mine.includes(row.seat)) say("", "polite", { merge: "left", who: row.name })
}

function own(before, after, say) {
  if (!before.held && after.held) say(`${after.held_by || "Staff"} paused your microphone and camera.`, "assertive")
  if (before.held && !after.held) say("You can turn your microphone on again.", "assertive")
  if (after.help?.seen_by && !before.help?.seen_by) say(`${after.help.seen_by} has seen that you asked for help.`)
}

function forStaff(before, after, say) {
  const was = keyed(before.people, personOf)
  for (const row of after.people ?? []) {
    const old = was.get(personOf(row)) ?? {}
    if (row.help && !row.help.seen_by && row.help.id !== old.help?.id) say(`${row.name} asks for help: ${row.help.words}`, "assertive", { sound: true })
    if (row.flag && row.flag.id !== old.flag?.id) say(`${row.name}, flag: ${row.flag.words}`, "assertive", { sound: true })
    if (row.missing && !old.missing) say(`${row.name} is lost. Their card is open.`, "assertive", { sound: true })
    if (row.call_me && row.call_me.id !== old.call_me?.id) say(`${row.name} asks to be called.`)
  }
  const a = before.room ?? {}, b = after.room ?? {}
  if (b.state === "breach" && a.state !== "breach") say(`Too few staff: ${b.staff} of ${b.needed} are here.`, "assertive", { sound: true })
  if (b.state === "ok" && a.state === "breach") say("Enough staff are here again.", "assertive")
  if (b.over_size && !a.over_size) say(`Too many people: more than ${b.cap}.`, "assertive", { sound: true })
  const came = (after.roster ?? []).filter(one => one.uncounted === undefined || !one.uncounted)
  const there = new Set((before.roster ?? []).map(one => `${one.name} ${one.since}`))
  for (const one of came) if (one.role === "facilitator" && !there.has(`${one.name} ${one.since}`)) say(`${one.name} came to help.`, "assertive", { sound: true })
}

function typed(before, after, say) {
  const known = new Set((before ?? []).map(line => line.id))
  for (const line of after ?? []) if (!known.has(line.id)) say(`${line.name}: ${line.words}`)
}

/** Timers: said once at one minute before the end of a break. */
export function timer(room, now) {
  const until = ["break", "pet"].includes(room?.block) ? room.rest_until ?? room.block_ends_at : null
  if (!until) return null
  const left = Date.parse(until) - now
  return left > 0 && left <= 60000 ? { words: "One minute of the break is left.", key: until } : null
}
