import { useEffect, useRef } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Notice } from "../../shared/parts/Notice";
import { Empty, Failed, Loading, Stale } from "../../shared/parts/States";
import { Totals } from "../../shared/parts/Totals";
import type { PricedCart } from "../calls";
import { orderPath } from "../pages";
import { money, t } from "../words";
import { Codes } from "./Codes";
import { cart, changing, readAt, readCart, unread } from "./cart";
import { orderable, priced, units } from "./changes";
import { Delivery } from "./Delivery";
import { Line } from "./Line";

/** The cart: beside the menu, and on a page of its own where there is no room beside it. */
export function CartPanel({ heading }: { heading: "h1" | "h2" }) {
  const now = cart.value;
  const Heading = heading;
  const title = useRef<HTMLHeadingElement>(null);
  const touched = useRef(false);
  const lines = now?.lines.length ?? 0;
  useEffect(() => {
    // Who took a line out by the keyboard stands nowhere: the cart's heading is where they go on.
    if (document.activeElement === document.body && touched.current)
      title.current?.focus({ preventScroll: true });
    touched.current = false;
  }, [lines]);
  return (
    <section
      class="cart"
      aria-labelledby={`cart-${heading}`}
      onKeyDown={() => {
        touched.current = true;
      }}
    >
      <div class="cart-head">
        <Heading ref={title} id={`cart-${heading}`} tabIndex={-1}>
          {t("cart.title")}
        </Heading>
        {now !== null && now.lines.length > 0 && (
          <span class="muted">{t("cart.units", { n: units(now) })}</span>
        )}
        {changing.value > 0 && <Badge tone="busy" word={t("cart.saving")} />}
      </div>
      {now === null && (unread.value ? <Failed onRetry={readCart} /> : <Loading rows={2} />)}
      {now !== null && unread.value && <Stale at={readAt.value} onRetry={readCart} />}
      {now?.lines.length === 0 && (
        <Empty title={t("cart.empty")}>
          <p>{t("cart.empty-line")}</p>
          {heading === "h1" && (
            <a class="button primary" href="/">
              {t("cart.to-menu")}
            </a>
          )}
        </Empty>
      )}
      {now !== null && now.lines.length > 0 && (
        <>
          {now.checkout !== null && <Claimed orderId={now.checkout} />}
          <ul class="lines">
            {now.lines.map((line) => (
              <Line key={line.line_id} line={line} locked={now.checkout !== null} />
            ))}
          </ul>
          <div class="cart-foot">
            <Delivery cart={now} />
            <Codes cart={now} />
            {priced(now) ? <Foot cart={now} /> : <Failed text={t("cart.unpriced")} onRetry={readCart} />}
          </div>
        </>
      )}
    </section>
  );
}

function Foot({ cart: now }: { cart: PricedCart }) {
  return (
    <>
      <Totals rows={now.totals} />
      <p class="total">
        <span>{t("cart.total")}</span>
        <output class="number">{money(now.total)}</output>
      </p>
      {orderable(now) ? (
        <a class="button primary wide" href="/checkout">
          {t("cart.checkout", { total: money(now.total) })}
        </a>
      ) : (
        <p class="muted small">{t(now.checkout === null ? "cart.not-yet" : "cart.claimed-line")}</p>
      )}
    </>
  );
}

function Claimed({ orderId }: { orderId: string }) {
  return (
    <Notice tone="busy">
      {t("cart.claimed")} <a href={orderPath(orderId)}>{t("cart.claimed-link")}</a>
    </Notice>
  );
}

/** One press away, wherever there is no room for the cart itself. */
export function CartBar() {
  const now = cart.value;
  if (now === null || now.lines.length === 0) return null;
  return (
    <aside class="cart-bar" aria-label={t("cart.title")}>
      <a class="cart-bar-link" href="/cart">
        <span>{t("cart.view")}</span>
        <span>{t("cart.units", { n: units(now) })}</span>
        {priced(now) && <strong class="number">{money(now.total)}</strong>}
      </a>
    </aside>
  );
}
