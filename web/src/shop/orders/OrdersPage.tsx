import "../order.css";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Empty, Failed, Loading } from "../../shared/parts/States";
import type { OrderSummary } from "../calls";
import { orderPath } from "../pages";
import { unreadOf } from "../talk/unread";
import { money, t, when } from "../words";
import { readFirst, readMore } from "./list";
import { asideOf, shortId, toneOf, wordOf } from "./story";
import { storyText } from "./story-text";
import { useOrders } from "./useOrders";

/** My orders, the newest first; each as it changes. */
export function OrdersPage() {
  const { orders, next, failed, reading } = useOrders();
  return (
    <section class="orders" aria-labelledby="orders-heading">
      <h1 id="orders-heading" tabIndex={-1}>
        {t("orders.title")}
      </h1>
      {orders === null && (failed ? <Failed onRetry={readFirst} /> : <Loading rows={4} />)}
      {orders?.length === 0 && (
        <Empty title={t("orders.empty")}>
          <a class="button primary" href="/">
            {t("cart.to-menu")}
          </a>
        </Empty>
      )}
      {orders !== null && orders.length > 0 && (
        <>
          {failed && <Failed onRetry={readFirst} />}
          <ul class="order-rows">
            {orders.map((order) => (
              <Row key={order.order_id} order={order} />
            ))}
          </ul>
        </>
      )}
      {next !== null && (
        <Button busy={reading} onClick={readMore}>
          {t("orders.more")}
        </Button>
      )}
    </section>
  );
}

function Row({ order }: { order: OrderSummary }) {
  const unread = unreadOf(order.order_id);
  const aside = asideOf(order);
  return (
    <li>
      <a class="order-row" href={orderPath(order.order_id)}>
        <span class="order-row-head">
          <strong>{t("order.title", { id: shortId(order.order_id) })}</strong>
          <span class="muted small">{when(order.placed_at)}</span>
        </span>
        <span class="muted order-row-lines">
          {order.lines.map((line) => `${t("line.times", { n: line.quantity })} ${line.name}`).join(", ")}
        </span>
        {aside !== null && <span class="order-row-aside">{storyText(aside)}</span>}
        <span class="order-row-foot">
          <Badge tone={toneOf(order)} word={t(wordOf(order))} />
          {unread > 0 && <Badge tone="busy" word={t("talk.unread", { n: unread })} />}
          <span class="number">{money(order.total)}</span>
        </span>
      </a>
    </li>
  );
}
