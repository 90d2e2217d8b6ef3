/** A customer of the bench: who buys, and repeats what was not answered with the same key until it is. */

import { type BodyOf, type Call, caller } from "../shared/call";
import { pause } from "../shared/patience";
import { Refused } from "../shared/problem";
import type { Session } from "../shared/session";

export type Card = "pm_card_visa" | "pm_card_visa_chargeDeclined";

/** One checkout, as far as its customer knows. `repeats`: how often the shop was away. */
export interface Purchase {
  key: string;
  repeats: number;
  state: "asking" | "placed" | "refused";
  orderId?: string;
  error?: unknown;
}

export interface Street {
  /** A token for a guest of their own. */
  customer(): Promise<{ token: string }>;
  callAs(token: string): Call;
  pause(seconds: number): Promise<void>;
  told(purchase: Purchase): void;
}

const MENU: BodyOf<"put", "/cart/lines/{line_id}">[] = [
  { sku: "margherita", options: { size: "large", toppings: ["olives"] }, quantity: 1 },
  { sku: "diavola", options: { size: "small" }, quantity: 1 },
  { sku: "water", options: {}, quantity: 2 },
];
const ADDRESS = {
  name: "Ada L.",
  line1: "1 Main St",
  city: "Turin",
  postal_code: "10121",
  country: "IT",
} as const;
const MOST_REPEATS = 300;
const PAUSE_SECONDS = 1;

/** Until it is decided, or the shop was away for so long that nobody waits any more (then it rejects). */
export async function buy(key: string, card: Card, which: number, street: Street): Promise<Purchase> {
  let purchase: Purchase = { key, repeats: 0, state: "asking" };
  const tell = (change: Partial<Purchase>): void => {
    purchase = { ...purchase, ...change };
    street.told(purchase);
  };
  const persist = <T>(ask: () => Promise<T>): Promise<T> =>
    until(ask, street, () => tell({ repeats: purchase.repeats + 1 }));
  tell({});
  try {
    const { token } = await persist(street.customer);
    const call = street.callAs(token);
    const body = MENU[which % MENU.length] as (typeof MENU)[number];
    const put = () => call("put", "/cart/lines/{line_id}", { path: { line_id: "1" }, body });
    const expected_total = await persist(async () => priced((await put()).body.total));
    const asking = { payment_method: card, expected_total, shipping_address: ADDRESS };
    const { body: order } = await persist(() => call("post", "/checkouts", { key, body: asking }));
    tell({ state: "placed", orderId: order.order_id });
  } catch (error) {
    // What was refused after it was begun has an order, too, which is worth looking at.
    const begun = error instanceof Refused ? error.problem.members.order_id : undefined;
    if (typeof begun === "string") tell({ state: "placed", orderId: begun });
    else tell({ state: "refused", error });
  }
  return purchase;
}

/** A shop that cannot say what it costs is asked again, as one that is away. */
function priced<T>(total: T | null): T {
  if (total === null) throw new Error("the cart is not priced");
  return total;
}

async function until<T>(ask: () => Promise<T>, street: Street, away: () => void): Promise<T> {
  for (let times = 1; ; times += 1) {
    try {
      return await ask();
    } catch (error) {
      const no = error instanceof Refused && error.problem.status < 500 && error.problem.status !== 429;
      if (no || times === MOST_REPEATS) throw error;
      away();
      await street.pause(PAUSE_SECONDS);
    }
  }
}

/** The street outside of this browser. */
export function realStreet(customer: Street["customer"], told: Street["told"]): Street {
  return { customer, told, pause, callAs: (token) => caller(bearer(token)) };
}

function bearer(token: string): Session {
  const authorization = () => ({ Authorization: `Bearer ${token}` });
  return { authorization, ready: async () => {}, refused: async () => false };
}
