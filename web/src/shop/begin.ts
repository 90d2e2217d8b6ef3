/** What a page of the storefront begins with, whichever it is, and keeps up to date from then on. */

import { ACCOUNT, account } from "../shared/account";
import { replace } from "../shared/router";
import { live } from "./calls";
import { readCart, TOUCHED } from "./cart/cart";
import { resume } from "./checkout/pay";
import { readCatalog } from "./menu/catalog";
import { atBank } from "./orders/bank";
import { followOrders } from "./orders/orders";
import { orderPath } from "./pages";
import { followUnread } from "./talk/unread";

const CATALOG_MS = 30_000;

export function begin(path: string): void {
  if (path === "/" && location.search.includes("redirect_status=")) backFromBank();
  void readCatalog();
  void readCart();
  void resume();
  followOrders();
  followUnread();
  live.start();
  reloadAfterAccount();
  addEventListener("storage", ({ key }) => {
    if (key === TOUCHED) void readCart();
    // Somebody logged in or out in another tab: nothing of whoever this was is left on this page.
    if (key === ACCOUNT) location.reload();
  });
  addEventListener("online", () => live.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible") return;
    live.hurry();
    void readCart();
    void readCatalog();
  });
  setInterval(() => {
    if (document.visibilityState === "visible") void readCatalog();
  }, CATALOG_MS);
}

/** Once the session of who had logged in is over, nothing of theirs is left on the page. */
function reloadAfterAccount(): void {
  const before = account.value;
  account.subscribe((now) => {
    if (before !== null && now === null) location.reload();
  });
}

/** A bank sends customers back to the shop's first page; this tab knows for which order it was left. */
function backFromBank(): void {
  const orderId = atBank();
  replace(orderId === null ? "/orders" : orderPath(orderId));
}
