import { useEffect, useState } from "preact/hooks";
import type { Money } from "../../shared/money";
import type { Cart } from "../calls";
import { chooseDelivery, cart as now } from "../cart/cart";
import { alike, type Delivery, priced } from "../cart/changes";
import type { Way } from "../cart/ways";

const PAUSE_MS = 400;

/** What came of it: nothing goes there that way, or it costs something else there. */
export type Followed =
  | { country: string; ways: readonly Way[] }
  | { country: string; before: Money; after: Money; version: number };

type Place = Pick<Delivery, "country" | "region">;

/**
 * Has the cart reckoned for the address as it is written, so that what is shown is what the shop will ask for. Only what
 * is written here is followed, not what another tab makes of the cart: else two tabs would go on for ever.
 */
export function useFollowing(cart: Cart, { country, region }: Place): Followed | null {
  const [followed, setFollowed] = useState<Followed | null>(null);
  const method = cart.needs_street ? cart.delivery?.method : undefined;
  useEffect(() => {
    setFollowed(null);
    if (method === undefined) return;
    const timer = setTimeout(() => void follow({ method, country, region }).then(setFollowed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [country, region, method]);
  return followed;
}

async function follow(delivery: Delivery): Promise<Followed | null> {
  const before = now.value;
  if (before === null || before.delivery === null || before.checkout !== null) return null;
  if (alike(before.delivery, delivery)) return null;
  const ways = await chooseDelivery(delivery);
  const { country } = delivery;
  if (ways !== null) return { country, ways };
  const after = now.value;
  if (after === null || !priced(after) || !priced(before)) return null;
  if (after.total.amount === before.total.amount) return null;
  return { country, before: before.total, after: after.total, version: after.version };
}
