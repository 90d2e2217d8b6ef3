/** Amounts as operators type them, in the shop's currency. */

import { digitsOf } from "../../shared/money";

const MOST = 1_000_000;

/**
 * `12`, `12.5` and `12,50` in minor units of a currency with cents; null for what is none, for nothing, and for more
 * than the shop takes at once.
 */
export function minorUnits(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const found = /^(\d{1,7})(?:[.,](\d{1,4}))?$/.exec(text.trim());
  const [, whole = "", rest = ""] = found ?? [];
  if (found === null || rest.length > digits) return null;
  const amount = Number(whole + rest.padEnd(digits, "0"));
  return amount > 0 && amount <= MOST ? amount : null;
}
