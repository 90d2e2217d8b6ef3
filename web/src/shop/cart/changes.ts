/** What a press on a button makes of a cart: which line is to be put, or taken out; how it is delivered; which code is
 * entered, or taken out; whether credit is to be used. */

import type { Cart, CartLine, Chosen, Option, PricedCart, Product } from "../calls";
import { fitting, same, turned } from "../menu/choice";

export const MOST_UNITS = 99;
export const MOST_LINES = 50;
export const MOST_CODES = 5;

/** A method of the shop's, and where to. */
export type Delivery = NonNullable<Cart["delivery"]>;

export type Change =
  | { put: { line_id: string; sku: string; options: Chosen; quantity: number } }
  | { drop: string }
  | { delivery: Delivery }
  | { enter: string }
  | { remove: string }
  /** As much credit as helps, or none of it. */
  | { credit: "all" | "none" }
  | { full: true };

/** One more of this choice: a unit of the line that there is, else a line of its own, under the id that is given. */
export function added(cart: Cart, product: Product, chosen: Chosen, newId: string): Change {
  const line = cart.lines.find(
    (each) => each.sku === product.sku && same(each.options, chosen) && each.quantity < MOST_UNITS,
  );
  if (line !== undefined) return put(line, { quantity: line.quantity + 1 });
  if (cart.lines.length >= MOST_LINES) return { full: true };
  return { put: { line_id: newId, sku: product.sku, options: chosen, quantity: 1 } };
}

/** So many more or fewer of a line; none of it takes it out. Null where it is not there any more. */
export function counted(cart: Cart, lineId: string, more: number): Change | null {
  const line = find(cart, lineId);
  if (line === undefined) return null;
  const quantity = Math.min(MOST_UNITS, line.quantity + more);
  return quantity < 1 ? { drop: lineId } : put(line, { quantity });
}

/** A line with one choice turned the other way: "actually, add mushrooms". */
export function rechosen(
  cart: Cart,
  lineId: string,
  product: Product,
  option: Option,
  name: string,
): Change | null {
  const line = find(cart, lineId);
  if (line === undefined) return null;
  return put(line, { options: turned(fitting(product, line.options), option, name) });
}

/** A line without what the shop has too little of: as many as there are, or none. */
export function reduced(cart: Cart, lineId: string, available: number): Change | null {
  const line = find(cart, lineId);
  if (line === undefined) return null;
  return available < 1 ? { drop: lineId } : put(line, { quantity: Math.min(line.quantity, available) });
}

/** Whether the cart is as this change would have it: an answer that was lost may have been a good one. */
export function stands(cart: Cart, change: Exclude<Change, { full: true }>): boolean {
  if ("credit" in change) return (cart.credit !== null) === (change.credit === "all");
  if ("delivery" in change) return cart.delivery !== null && alike(cart.delivery, change.delivery);
  if ("enter" in change) return entered(cart, change.enter);
  if ("remove" in change) return !entered(cart, change.remove);
  if ("drop" in change) return find(cart, change.drop) === undefined;
  const line = find(cart, change.put.line_id);
  const { quantity, options } = change.put;
  return line !== undefined && line.quantity === quantity && same(line.options, options);
}

/** This delivery. Null where it is the cart's already. */
export function delivered(cart: Cart, delivery: Delivery): Change | null {
  return cart.delivery !== null && alike(cart.delivery, delivery) ? null : { delivery };
}

export function alike(one: Delivery, other: Delivery): boolean {
  return one.method === other.method && one.country === other.country && one.region === other.region;
}

export const entered = (cart: Cart, code: string): boolean => cart.codes.some((one) => one.code === code);

export function units(cart: Cart): number {
  return cart.lines.reduce((all, line) => all + line.quantity, 0);
}

export function priced(cart: Cart): cart is PricedCart {
  return cart.priced;
}

/** Whether it can be ordered as it stands, as far as the shop has said. */
export function orderable(cart: Cart): boolean {
  const had = (line: CartLine) => line.stock === "in_stock" || line.stock === "low";
  return priced(cart) && cart.lines.length > 0 && cart.lines.every(had) && cart.checkout === null;
}

function find(cart: Cart, lineId: string): CartLine | undefined {
  return cart.lines.find((line) => line.line_id === lineId);
}

function put(line: CartLine, change: { quantity?: number; options?: Chosen }): Change {
  const { line_id, sku, options, quantity } = { ...line, ...change };
  return { put: { line_id, sku, options, quantity } };
}
