/** Days of sales: which are asked for, and how they are shown. */

const DAY_MS = 86_400_000;

export const DAYS = [7, 30, 90] as const;

/** `{from, to}`: so many UTC days, today's the last. */
export function lastDays(days: number, now: number): { from: string; to: string } {
  return { from: dayOf(now - (days - 1) * DAY_MS), to: dayOf(now) };
}

/** How long a day's bar is beside the largest, in hundredths; a day with anything at all shows something. */
export function share(amount: number, most: number): number {
  return amount <= 0 || most <= 0 ? 0 : Math.max(1, Math.round((100 * amount) / most));
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
