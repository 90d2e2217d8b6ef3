/** Orders as they were last heard of: over the socket as they change, and read over HTTP where there is none. */

import { signal } from "@preact/signals";
import { Refused } from "../../shared/problem";
import { call, live, type Order } from "../calls";
import { readCart } from "../cart/cart";

export interface Known {
  order: Order | null;
  version: number;
  /** The last reading failed: nobody answered, or there is no such order for this customer. */
  failed: "unreachable" | "unknown" | null;
  /** When the shop last said something of it. */
  at: string;
}

const NOTHING: Known = { order: null, version: 0, failed: null, at: "" };

const orders = signal<Record<string, Known>>({});

export const known = (orderId: string): Known => orders.value[orderId] ?? NOTHING;

/** Reads an order. Whatever is older than what is known changes nothing. */
export async function readOrder(orderId: string): Promise<void> {
  try {
    const { body } = await call("get", "/orders/{order_id}", { path: { order_id: orderId } });
    take(body, body.timeline.length);
  } catch (error) {
    const unknown = error instanceof Refused && error.problem.status === 404;
    set(orderId, { ...known(orderId), failed: unknown ? "unknown" : "unreachable" });
  }
}

/** An order at a version: its log's length. The highest stays. */
export function take(order: Order, version: number): void {
  const before = known(order.order_id);
  live.have(order.order_id, version);
  const newer = version >= before.version;
  const stands = newer ? { order, version } : { order: before.order, version: before.version };
  set(order.order_id, { ...stands, failed: null, at: new Date().toISOString() });
  if (newer && before.order?.status === "PENDING" && order.status !== "PENDING") void readCart();
}

/** Hears of all of them for as long as the page is open. */
export function followOrders(): void {
  live.on("order", ({ type: _, version, ...order }) => {
    const before = known(order.order_id).order;
    take(order, version);
    // Placed in another tab, perhaps: what becomes of an order becomes of the cart that it was.
    if (before === null) void readCart();
  });
  live.on("order-changed", ({ order_id, version }) => {
    if (version > known(order_id).version) void readOrder(order_id);
  });
}

function set(orderId: string, value: Known): void {
  orders.value = { ...orders.value, [orderId]: value };
}
