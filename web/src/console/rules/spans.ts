/** How long something took, or is ago, in the two largest units that tell. */

import type { Saying } from "../../shared/words";

export type SpanKey = "span.ms" | "span.s" | "span.min" | "span.h" | "span.d";

const UNITS: readonly [SpanKey, number][] = [
  ["span.d", 86_400_000],
  ["span.h", 3_600_000],
  ["span.min", 60_000],
  ["span.s", 1000],
];

/** `90_000` ms is 1.5 min, `250` is 250 ms. One decimal below ten of a unit, where it says something. */
export function spanOf(ms: number): Saying<SpanKey> {
  const positive = Math.max(0, ms);
  for (const [key, unit] of UNITS)
    if (positive >= unit) return { key, values: { n: rounded(positive / unit) } };
  return { key: "span.ms", values: { n: Math.round(positive) } };
}

/** As spanOf, in whole units: how long ago something was is not read to the tenth. */
export function roughly(ms: number): Saying<SpanKey> {
  const positive = Math.max(0, ms);
  const [key, unit] = UNITS.find(([, each]) => positive >= each) ?? ["span.s", 1000];
  return { key, values: { n: Math.floor(positive / unit) } };
}

export function between(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}

function rounded(n: number): number {
  return n < 10 ? Math.floor(n * 10) / 10 : Math.floor(n);
}
