import { account } from "../shared/account";
import { cart } from "./cart/cart";
import { units } from "./cart/changes";
import type { Page } from "./pages";
import { SUPPORT, unreadOf, unreadOrders } from "./talk/unread";
import { t } from "./words";

/** Where one can go, on every page. */
export function Header({ page }: { page: Page["name"] }) {
  const n = cart.value === null ? 0 : units(cart.value);
  return (
    <header class="top">
      <a class="skip" href="#content">
        {t("top.skip")}
      </a>
      <div class="top-inside">
        <a class="brand" href="/">
          <img src="/icon.svg" alt="" width="32" height="32" />
          <span>{t("shop.title")}</span>
        </a>
        <nav aria-label={t("top.nav")}>
          <Link href="/" on={page === "menu"} word={t("top.menu")} />
          <Link
            href="/orders"
            on={page === "orders" || page === "order"}
            word={t("orders.title")}
            n={unreadOrders.value}
          />
          <Link href="/help" on={page === "help"} word={t("help.title")} n={unreadOf(SUPPORT)} />
          <Link
            href="/account"
            on={page === "account"}
            word={account.value === null ? t("account.log-in") : t("account.title")}
          />
          <a class="top-cart" href="/cart" aria-current={page === "cart" ? "page" : undefined}>
            {t("cart.title")}
            {n > 0 && <span class="count number">{n}</span>}
          </a>
        </nav>
      </div>
    </header>
  );
}

function Link({ href, on, word, n = 0 }: { href: string; on: boolean; word: string; n?: number }) {
  return (
    <a href={href} aria-current={on ? "page" : undefined}>
      {word}
      {n > 0 && (
        <span class="count unread number">
          {n}
          <span class="unseen"> {t("top.unread")}</span>
        </span>
      )}
    </a>
  );
}
