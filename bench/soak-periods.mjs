// Which issues the soak must find: every period whose hour came while it ran, by rules written here once more.
const DAY = 86_400_000;
const MINUTE = 60_000;

/** Shape: { id, impossible? }, the latter the reason why there can be none. `w`: see soak.mjs. */
export function duePeriods(w) {
  const { start, end, downs, publication } = w;
  const due = [];
  for (let at = start - 8 * DAY; at < end; at += DAY) {
    const date = new Date(at);
    const day = date.toISOString().slice(0, 10);
    const next = new Date(at + DAY);
    const from = zoned(next, publication.daily, publication.timeZone);
    const until = zoned(new Date(at + 2 * DAY), publication.daily, publication.timeZone);
    if (from >= start && from < end - 2 * 3_600_000)
      due.push({ id: `daily-${day}`, ...impossible(from, until, downs) });
    if (date.getUTCDay() !== 0) continue;
    const released = zoned(next, publication.weekly, publication.timeZone);
    if (released < start || released >= end - 2 * 3_600_000) continue;
    due.push({ id: `weekly-${weekName(date)}`, ...impossible(released, released + 7 * DAY, downs) });
  }
  return due;
}

/** A period's issue is made while it is the latest one: not when nobody was there in all that time. */
function impossible(from, until, downs) {
  const down = downs.find((one) => one.from <= from + MINUTE && one.to >= until);
  return down ? { impossible: `the server was off from ${iso(down.from)} to ${iso(down.to)}` } : {};
}

/** The instant of an hour on a UTC date's calendar day in the zone. */
function zoned(date, hour, timeZone) {
  const day = date.toISOString().slice(0, 10);
  for (let at = Date.parse(`${day}T00:00:00Z`) - 14 * 3_600_000; ; at += 1_800_000) {
    const text = new Date(at).toLocaleString('sv-SE', { timeZone });
    if (text.startsWith(`${day} ${String(hour).padStart(2, '0')}:00`)) return at;
  }
}

/** ISO 8601: the week of the year that its Thursday lies in. */
function weekName(sunday) {
  const thursday = new Date(sunday.getTime() - 3 * DAY);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-w${String(week).padStart(2, '0')}`;
}

/** To the minute. */
export function iso(ms) {
  return new Date(ms).toISOString().slice(0, 16);
}
