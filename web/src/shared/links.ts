/**
 * Orders that were come to by the link in a mail: `/orders/<id>#key=<key>`.
 *
 * The key opens a session for this order alone, a cookie of its own. Calls about the order are made by it, all others by
 * the shopper's own session. The key is taken out of the address at once and kept nowhere; a reload finds the cookie.
 */

import { keep, kept, ofThisTab } from "./kept";
import { type Session, USED } from "./session";

const NOTE = "orders-by-link"; // ids of orders
const SECONDS = 15;
const OF_ORDER = /\/(?:orders|conversations)\/(ord_[a-z2-7]{32})(?![a-z2-7])/;
const TICKETS = "/live/tickets";

export function withLinks(own: Session): Session {
  const keys = new Map<string, string>();
  const trades = new Map<string, Promise<void>>();
  let arrived = false;

  function arrive(): void {
    if (arrived) return;
    arrived = true;
    const orderId = location.pathname.match(OF_ORDER)?.[1];
    const key = new URLSearchParams(location.hash.slice(1)).get("key");
    if (orderId === undefined || key === null) return;
    keys.set(orderId, key);
    history.replaceState(null, "", location.pathname + location.search);
  }

  const byLink = (): string[] => kept<string[]>(NOTE, ofThisTab()) ?? [];
  const note = (orderIds: string[]): void => keep(NOTE, orderIds, ofThisTab());
  const orderOf = (url: string): string => {
    const about = url.endsWith(TICKETS) ? location.pathname : url;
    return about.match(OF_ORDER)?.[1] ?? "";
  };
  const linked = (url: string): boolean => byLink().includes(orderOf(url));

  async function trade(orderId: string, given: string): Promise<void> {
    const answer = await fetch("/api/sessions/order", {
      method: "POST",
      credentials: "same-origin",
      headers: { [USED]: orderId, "Content-Type": "application/json" },
      body: JSON.stringify({ order_id: orderId, key: given }),
      signal: AbortSignal.timeout(SECONDS * 1000),
    });
    await answer.text();
    // A link that opens nothing any more: whoever's order it is sees it by their own session.
    if (answer.status === 401 || answer.status === 422) return void keys.delete(orderId);
    if (answer.status !== 201) throw new Error(`The link opens no session: ${answer.status}`);
    keys.delete(orderId);
    note([...byLink(), orderId]);
  }

  function traded(orderId: string, given: string): Promise<void> {
    const under = trades.get(orderId) ?? trade(orderId, given).finally(() => trades.delete(orderId));
    trades.set(orderId, under);
    return under;
  }

  return {
    authorization: (url = "") => (linked(url) ? { [USED]: orderOf(url) } : own.authorization(url)),
    ready: async (url = "") => {
      arrive();
      const given = keys.get(orderOf(url));
      if (given !== undefined) await traded(orderOf(url), given);
      if (!linked(url)) await own.ready(url);
    },
    refused: async (url = "") => {
      if (!linked(url)) return own.refused(url);
      note(byLink().filter((orderId) => orderId !== orderOf(url)));
      await own.ready(url);
      return true;
    },
  };
}
