/** Ways in which goods come to their buyer: which there are, what they cost, and where they go. */

import { NEED_REGION } from "../../contract/countries";
import type { Money } from "../../shared/money";
import type { ProblemBody } from "../../shared/problem";
import { spoken } from "../../shared/words";
import type { Cart } from "../calls";

/** One that goes there, named in a refusal. */
export interface Way {
  method: string;
  name: string;
}

/** Those that a refusal names; null where it is about something else. */
export function waysOf(problem: ProblemBody | null): Way[] | null {
  const { options } = problem?.members ?? {};
  return Array.isArray(options) ? options : null;
}

type DeliveryOption = Cart["delivery_options"][number];

/** What is still missing until it costs nothing; null where it never does, or does already. */
export function untilFree({ price, free_from }: DeliveryOption, cart: Cart): Money | null {
  if (free_from === null || price?.amount === 0) return null;
  return { ...free_from, amount: free_from.amount - goodsOf(cart) };
}

/** What goods cost after discounts. */
function goodsOf({ totals }: Cart): number {
  const rows = totals.filter(({ type }) => type === "items" || type === "discount");
  return rows.reduce((all, { amount }) => all + amount.amount, 0);
}

export const wantsRegion = (country: string): boolean => NEED_REGION.includes(country);

export function countryName(code: string): string {
  return new Intl.DisplayNames([spoken()], { type: "region" }).of(code) ?? code;
}

/** To choose from, as the reader calls them; `also`, whether or not it is one of them. */
export function named(codes: readonly string[], also: string): { value: string; text: string }[] {
  const all = [...new Set([...codes, also])].map((value) => ({ value, text: countryName(value) }));
  return all.sort((one, other) => one.text.localeCompare(other.text, spoken()));
}
