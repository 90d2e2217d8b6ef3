/** Amounts as operators type them, in the shop's currency of two decimals. */

const MOST = 1_000_000;

/** `12`, `12.5` and `12,50` in minor units; null for what is none, for nothing, and for more than the shop takes at once. */
export function minorUnits(text: string): number | null {
  const found = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (found === null) return null;
  const amount = Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  return amount > 0 && amount <= MOST ? amount : null;
}
