/** Amounts as operators type them, in the shop's currency. */

import { digitsOf } from "../../shared/money";

/** Minor units: what the payment provider takes at once, whatever the currency. */
export const MOST = 99_999_999;

/**
 * `12`, `12.5` and `12,50` in minor units of a currency with cents; null for what is none, for nothing, and for more
 * than `most` (minor units).
 */
export function minorUnits(text: string, currency: string, most: number): number | null {
  const digits = digitsOf(currency);
  const found = /^(\d{1,8})(?:[.,](\d{1,4}))?$/.exec(text.trim());
  const [, whole = "", rest = ""] = found ?? [];
  if (found === null || rest.length > digits) return null;
  const amount = Number(whole + rest.padEnd(digits, "0"));
  return amount > 0 && amount <= most ? amount : null;
}
