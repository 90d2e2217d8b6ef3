/** What the measures say, ready to be drawn: hours without gaps, percentiles, the longest lists shortened. */

import type { Hour, Step } from "./shapes";
import { BEFORE_OPERATOR, WAITS } from "./way";

const HOUR_MS = 3_600_000;
const WELL = ["CONFIRMED", "FULFILLING", "COMPLETED", "RETURNED"];

export interface Ended {
  hour: string;
  /** null where the hour was not measured. */
  counts: { well: number; open: number; cancelled: number } | null;
}

/** `count` hours up to this one, the oldest first; one that was not measured has no counts. */
export function endings(hours: readonly Hour[], now: number, count: number): Ended[] {
  return filled(hours, now, count).map(({ hour, found }) => ({
    hour,
    counts: found ? countsOf(found) : null,
  }));
}

export interface Waits {
  hour: string;
  p50: number | null;
  p90: number | null;
  p99: number | null;
}

export function waits(hours: readonly Hour[], now: number, count: number): Waits[] {
  return filled(hours, now, count).map(({ hour, found }) => ({
    hour,
    p50: found?.checkout.p50_ms ?? null,
    p90: found?.checkout.p90_ms ?? null,
    p99: found?.checkout.p99_ms ?? null,
  }));
}

/** Of all that is decided, how much went well, in percent; null where nothing is decided. */
export function wellPercent(ended: readonly Ended[]): number | null {
  const well = sum(ended, "well");
  const all = well + sum(ended, "cancelled");
  return all === 0 ? null : Math.round((1000 * well) / all) / 10;
}

export interface Beside {
  now: Ended["counts"];
  before: Ended["counts"];
}

/** The newest hour that was measured, beside the same hour of the day before. */
export function beside(hours: readonly Hour[]): Beside {
  const counted = hours.filter(isCounted);
  const [newest] = counted.sort((one, other) => other.hour.localeCompare(one.hour));
  if (newest === undefined) return { now: null, before: null };
  const day = Date.parse(newest.hour) - 24 * HOUR_MS;
  const before = counted.find(({ hour }) => Date.parse(hour) === day);
  return { now: countsOf(newest), before: before ? countsOf(before) : null };
}

export function sum(ended: readonly Ended[], what: "well" | "open" | "cancelled"): number {
  return ended.reduce((all, { counts }) => all + (counts?.[what] ?? 0), 0);
}

/** Why orders were cancelled, the most frequent first. */
export function reasons(hours: readonly Hour[]): { reason: string; n: number }[] {
  const all = new Map<string, number>();
  for (const hour of hours)
    for (const [reason, n] of Object.entries(hour.reasons)) all.set(reason, (all.get(reason) ?? 0) + n);
  return [...all].map(([reason, n]) => ({ reason, n })).sort((one, other) => other.n - one.n);
}

const LAST_BOX_MS = 3_600_000;

/** The slowest steps by their slowest hundredth, but for those that wait for people; beyond the last box counts
 * as the longest. */
export function slowest(steps: readonly Step[], most: number): Step[] {
  const longest = ({ p99_ms }: Step) => p99_ms ?? LAST_BOX_MS;
  return steps
    .filter(({ count, step }) => count > 0 && step !== "checkout" && !waitsForPeople(step))
    .sort((one, other) => longest(other) - longest(one))
    .slice(0, most);
}

function waitsForPeople(step: string): boolean {
  const state = step.split("/").at(-1) ?? "";
  return WAITS.has(state) || BEFORE_OPERATOR.has(state);
}

export type Scale = readonly [least: number, most: number];

const WHOLE: Scale = [5, LAST_BOX_MS];

/** Where a duration stands between 0 and 1, each tenfold as wide: from 5 ms to an hour, or on another scale. */
export function place(ms: number | null, [least, most]: Scale = WHOLE): number {
  const at = Math.log10((ms ?? LAST_BOX_MS) / least) / Math.log10(most / least);
  return Math.max(0, Math.min(1, at));
}

/** From the tenfold below all of them to the one above: 10 ms, 100 ms, 1 s and so on. */
export function scaleOf(durations: readonly (number | null)[]): Scale {
  const known = durations.map((ms) => ms ?? LAST_BOX_MS);
  const least = 10 ** Math.floor(Math.log10(Math.min(...known)));
  const most = 10 ** Math.ceil(Math.log10(Math.max(...known)));
  return [least, Math.max(most, least * 10)];
}

/** Its ends, and each tenfold between them. */
export function marksOf([least, most]: Scale): number[] {
  return Array.from({ length: Math.round(Math.log10(most / least)) + 1 }, (_, n) => least * 10 ** n);
}

function isCounted({ counted_at }: Hour): boolean {
  return counted_at !== null;
}

function filled(hours: readonly Hour[], now: number, count: number) {
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  const known = new Map(hours.filter(isCounted).map((hour) => [Date.parse(hour.hour), hour]));
  return Array.from({ length: count }, (_, index) => {
    const at = last - (count - 1 - index) * HOUR_MS;
    return { hour: new Date(at).toISOString(), found: known.get(at) };
  });
}

function countsOf({ outcomes }: Hour): NonNullable<Ended["counts"]> {
  const of = (statuses: readonly string[]) => statuses.reduce((all, one) => all + (outcomes[one] ?? 0), 0);
  return { well: of(WELL), open: of(["PENDING", "CANCELLING"]), cancelled: of(["CANCELLED"]) };
}
