import { useEffect, useErrorBoundary, useRef } from "preact/hooks";
import { lazily } from "../shared/parts/lazily";
import { Broken, Empty } from "../shared/parts/States";
import { Toasts } from "../shared/parts/Toasts";
import { path } from "../shared/router";
import { CartBar, CartPanel } from "./cart/CartPanel";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { Menu } from "./menu/Menu";
import { shortId } from "./orders/story";
import { type Page, pageOf } from "./pages";
import { SUPPORT } from "./talk/unread";
import { t } from "./words";

const Checkout = lazily(() => import("./checkout/Checkout").then((module) => module.Checkout));
const OrderPage = lazily(() => import("./orders/OrderPage").then((module) => module.OrderPage));
const OrdersPage = lazily(() => import("./orders/OrdersPage").then((module) => module.OrdersPage));
const AccountPage = lazily(() => import("./account/AccountPage").then((module) => module.AccountPage));
const SignedIn = lazily(() => import("./account/SignedIn").then((module) => module.SignedIn));
const Conversation = lazily(() => import("./talk/Conversation").then((module) => module.Conversation));
const AHEAD_MS = 2000;

export function App() {
  const page = pageOf(path.value);
  useArrival(page);
  useEffect(() => {
    const later = [Checkout, OrderPage, OrdersPage, Conversation];
    const timer = setTimeout(() => later.map((one) => one.ahead()), AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <Header page={page.name} />
      <main id="content" class={`page ${page.name}`} tabIndex={-1}>
        <Shown key={path.value} page={page} />
      </main>
      {(page.name === "menu" || page.name === "orders" || page.name === "help") && <CartBar />}
      <Footer />
      <Toasts />
    </>
  );
}

function Shown({ page }: { page: Page }) {
  const [broken] = useErrorBoundary();
  if (broken) return <Broken />;
  switch (page.name) {
    case "menu":
      return (
        <>
          <Menu />
          <aside class="beside">
            <CartPanel heading="h2" />
          </aside>
        </>
      );
    case "cart":
      return <CartPanel heading="h1" />;
    case "checkout":
      return <Checkout />;
    case "orders":
      return <OrdersPage />;
    case "order":
      return <OrderPage key={page.orderId} orderId={page.orderId} />;
    case "account":
      return <AccountPage />;
    case "signed-in":
      return <SignedIn />;
    case "help":
      return <Conversation conversation={SUPPORT} heading={t("help.heading")} main />;
    default:
      return (
        <Empty main title={t("unknown.title")}>
          <a class="button" href="/">
            {t("cart.to-menu")}
          </a>
        </Empty>
      );
  }
}

/** Whoever arrives on another page is told where they are: by the title, and by its heading, which gets the focus. */
function useArrival(page: Page): void {
  const arrived = useRef(false);
  useEffect(() => {
    document.title = `${titleOf(page)} · ${t("shop.title")}`;
    if (arrived.current) document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
    arrived.current = true;
  }, [path.value]);
}

function titleOf(page: Page): string {
  switch (page.name) {
    case "menu":
      return t("menu.title");
    case "cart":
      return t("cart.title");
    case "checkout":
      return t("checkout.title");
    case "orders":
      return t("orders.title");
    case "order":
      return t("order.title", { id: shortId(page.orderId) });
    case "account":
    case "signed-in":
      return t("account.title");
    case "help":
      return t("help.title");
    default:
      return t("unknown.title");
  }
}
