/** My orders, newest first, page by page. */

import { signal } from "@preact/signals";
import { call, type OrderSummary } from "../calls";

const PAGE = 20;

export interface Listed {
  orders: OrderSummary[] | null;
  next: string | null;
  failed: boolean;
  reading: boolean;
}

export const listed = signal<Listed>({ orders: null, next: null, failed: false, reading: false });

let last: Promise<void> = Promise.resolve();
let waiting: Promise<void> | null = null;

/**
 * The first page anew; what was read of older ones stays. Readings follow one another, so that a slow answer never
 * puts back what a later one showed; all who ask while one is under way have the next.
 */
export function readFirst(): Promise<void> {
  waiting ??= inTurn(() => {
    waiting = null;
    return read(null);
  });
  return waiting;
}

export async function readMore(): Promise<void> {
  const { next, reading } = listed.value;
  if (next !== null && !reading) await inTurn(() => read(next));
}

function inTurn(reading: () => Promise<void>): Promise<void> {
  last = last.then(reading);
  return last;
}

async function read(cursor: string | null): Promise<void> {
  listed.value = { ...listed.value, reading: true };
  try {
    const query = cursor === null ? { limit: PAGE } : { limit: PAGE, cursor };
    const { body } = await call("get", "/orders", { query });
    const before = listed.value.orders;
    const orders = joined(before ?? [], body.orders);
    const next = cursor === null && before !== null ? listed.value.next : body.next_cursor;
    listed.value = { orders, next, failed: false, reading: false };
  } catch {
    listed.value = { ...listed.value, failed: true, reading: false };
  }
}

/** Each order once, as it was read last, the newest first. */
export function joined(before: readonly OrderSummary[], read: readonly OrderSummary[]): OrderSummary[] {
  const all = new Map([...before, ...read].map((order) => [order.order_id, order]));
  const key = (order: OrderSummary) => order.placed_at + order.order_id;
  return [...all.values()].sort((one, other) => (key(one) < key(other) ? 1 : -1));
}
