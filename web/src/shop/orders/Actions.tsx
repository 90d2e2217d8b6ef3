import { useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { Dialog } from "../../shared/parts/Dialog";
import { toast } from "../../shared/parts/Toasts";
import { why } from "../../shared/refusals";
import { call, type Order } from "../calls";
import { type Key, t } from "../words";
import { readOrder } from "./orders";
import { canCancel } from "./story";

const AGAIN = new Set([
  "payment-declined",
  "out-of-stock",
  "code-used-up",
  "credit-short",
  "checkout-failed",
]);
/** Nothing is wrong with the card. */
const SAME_CARD = new Set(["details-wrong", "not-confirmed", "bank-unreachable"]);

/** What can be done about an order as it stands. */
export function Actions({ order }: { order: Order }) {
  const delivered = order.status === "COMPLETED" || order.status === "RETURNED";
  return (
    <div class="actions">
      {order.status === "CANCELLED" && AGAIN.has(order.reason ?? "") && (
        <a class="button primary" href={order.reason === "payment-declined" ? "/checkout" : "/cart"}>
          {t(againWord(order))}
        </a>
      )}
      {delivered && <Receipt orderId={order.order_id} />}
      {canCancel(order) && <Cancel orderId={order.order_id} />}
      {order.status === "CANCELLED" && (
        <a class="button" href="/">
          {t("cart.to-menu")}
        </a>
      )}
    </div>
  );
}

function againWord({ reason, decline }: Order): Key {
  if (reason !== "payment-declined") return "order.to-cart";
  return SAME_CARD.has(decline ?? "") ? "order.pay-again" : "order.another-card";
}

function Cancel({ orderId }: { orderId: string }) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  async function cancel(): Promise<void> {
    setBusy(true);
    try {
      await call("post", "/orders/{order_id}/cancel", { path: { order_id: orderId }, repeatable: true });
    } catch (error) {
      toast(why(error));
    }
    await readOrder(orderId);
    setBusy(false);
    setAsked(false);
  }
  return (
    <>
      <Button onClick={() => setAsked(true)}>{t("order.cancel")}</Button>
      {asked && (
        <Dialog
          title={t("order.cancel-title")}
          onClose={() => setAsked(false)}
          foot={
            <>
              <Button onClick={() => setAsked(false)}>{t("order.keep")}</Button>
              <Button kind="primary" busy={busy} onClick={cancel}>
                {t(busy ? "order.cancelling" : "order.cancel")}
              </Button>
            </>
          }
        >
          <p>{t("order.cancel-line")}</p>
        </Dialog>
      )}
    </>
  );
}

/** Its link is good for five minutes: asked for when it is wanted, and opened beside the page. */
function Receipt({ orderId }: { orderId: string }) {
  const [busy, setBusy] = useState(false);
  async function open(): Promise<void> {
    setBusy(true);
    const tab = window.open("about:blank", "_blank");
    try {
      const { url } = (await call("get", "/orders/{order_id}/receipt", { path: { order_id: orderId } })).body;
      if (tab === null) location.assign(url);
      else {
        tab.opener = null;
        tab.location.replace(url);
      }
    } catch (error) {
      tab?.close();
      toast(why(error));
    }
    setBusy(false);
  }
  return (
    <Button busy={busy} onClick={open}>
      {t("order.receipt")}
    </Button>
  );
}
