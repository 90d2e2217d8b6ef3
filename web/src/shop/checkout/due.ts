/** What the next press on the button agrees to: what the shop said last, be it in the cart or in a refusal. */

import type { PricedCart } from "../calls";
import type { Paying } from "./pay";

/** `changed`: it is another amount than was agreed to before. */
export type Due = Pick<PricedCart, "total" | "to_pay" | "totals"> & { changed: boolean };

export function dueOf(cart: PricedCart, paying: Paying): Due {
  const changed = paying.state === "refused" && paying.problem.name === "price-changed";
  const said = changed ? (paying.problem.members as Partial<PricedCart>) : {};
  const { total, to_pay, totals } = { ...cart, ...said };
  return { total, to_pay, totals, changed };
}
