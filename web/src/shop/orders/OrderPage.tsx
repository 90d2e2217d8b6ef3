import "../order.css";
import { Badge } from "../../shared/parts/Badge";
import { Empty, Failed, Loading, Stale } from "../../shared/parts/States";
import { live } from "../calls";
import { Missing } from "../checkout/Refusal";
import { Conversation } from "../talk/Conversation";
import { money, t, when } from "../words";
import { Actions } from "./Actions";
import { BankQuestion } from "./BankQuestion";
import { OrderLines } from "./OrderLines";
import { readOrder } from "./orders";
import { Returns } from "./Returns";
import { Steps } from "./Steps";
import { shortId, storyOf, toneOf, wordOf } from "./story";
import { storyText } from "./story-text";
import { useOrder } from "./useOrder";

/** One order: where it stands, at one look; what can be done about it; and all else below. */
export function OrderPage({ orderId }: { orderId: string }) {
  const { order, version, failed, at } = useOrder(orderId);
  if (order === null) return <Nothing orderId={orderId} failed={failed} />;
  return (
    <article class="order" data-version={version} aria-labelledby="order-heading">
      <header class="order-head">
        <h1 id="order-heading" tabIndex={-1}>
          {t("order.title", { id: shortId(orderId) })}
        </h1>
        <Badge tone={toneOf(order)} word={t(wordOf(order))} />
        <span class="number order-total">{money(order.total)}</span>
      </header>
      <p class="muted small">
        {t("order.placed", { at: when(order.placed_at) })} · <Following />
      </p>
      {failed === "unreachable" && <Stale at={at} onRetry={() => readOrder(orderId)} />}
      <div class="card">
        <Steps order={order} />
        <p class="story" role="status">
          {storyText(storyOf(order))}
        </p>
        <Missing lines={order.missing} />
        <BankQuestion order={order} />
        <Actions order={order} />
      </div>
      <OrderLines order={order} />
      <Returns order={order} />
      <Conversation conversation={orderId} heading={t("talk.about-order")} />
    </article>
  );
}

function Nothing({ orderId, failed }: { orderId: string; failed: "unreachable" | "unknown" | null }) {
  return (
    <div class="order">
      <h1 id="order-heading" tabIndex={-1}>
        {t("order.title", { id: shortId(orderId) })}
      </h1>
      {failed === null && <Loading rows={4} />}
      {failed === "unreachable" && <Failed onRetry={() => readOrder(orderId)} />}
      {failed === "unknown" && (
        <Empty title={t("order.unknown")}>
          <p>{t("order.unknown-line")}</p>
          <a class="button" href="/orders">
            {t("orders.title")}
          </a>
        </Empty>
      )}
    </div>
  );
}

/** Whether the page hears of changes by itself. */
function Following() {
  const open = live.state.value === "open";
  return <span class={open ? "following on" : "following"}>{t(open ? "order.live" : "order.reading")}</span>;
}
