/** A moment as an operator writes it: "2026-11-27 09:30", with seconds or without, in UTC like the logs. */

const WRITTEN = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d))?\s*Z?$/;

/** RFC 3339 in UTC; null where it is no moment. */
export function momentOf(text: string): string | null {
  const found = WRITTEN.exec(text.trim());
  if (found === null) return null;
  const [, day, minute, second = "00"] = found;
  const moment = `${day}T${minute}:${second}Z`;
  const at = new Date(moment);
  // The calendar has no 31st of February: what it became is not what was written.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${day}T${minute}`) ? moment : null;
}
