import { Totals } from "../../shared/parts/Totals";
import { FoodOf } from "../art/FoodOf";
import type { Order } from "../calls";
import { chosenText } from "../menu/catalog";
import { date, money, t } from "../words";

/** What was ordered, what became of it, and what credit and the card paid, and what the card got back. */
export function OrderLines({ order }: { order: Order }) {
  const { lines, total, to_pay, charged, credited, refunds } = order;
  const used = total.amount - to_pay.amount;
  return (
    <section class="card" aria-labelledby="lines-heading">
      <h2 id="lines-heading">{t("order.lines")}</h2>
      <ul class="order-lines">
        {lines.map((line) => (
          <li key={line.line_id}>
            <FoodOf line={line} />
            <span class="order-line-words">
              <span class="number">{t("line.times", { n: line.quantity })}</span> {line.name}{" "}
              <span class="muted small">{chosenText(line.sku, line.options)}</span>
              <Became line={line} over={order.status === "COMPLETED" || order.status === "RETURNED"} />
            </span>
            <span class="number">{money(line.line_total)}</span>
          </li>
        ))}
      </ul>
      <Totals rows={order.totals} />
      <dl class="sums">
        <Sum label={t("cart.total")} value={money(total)} strong />
        {order.status === "CONFIRMED" && used > 0 && (
          <Sum label={t("order.credit-held")} value={money({ ...total, amount: used })} />
        )}
        {order.status === "CONFIRMED" && to_pay.amount > 0 && (
          <Sum label={t("order.held")} value={money(to_pay)} />
        )}
        {credited.amount > 0 && <Sum label={t("order.credited")} value={money(credited)} />}
        {charged.amount > 0 && <Sum label={t("order.charged")} value={money(charged)} />}
        {refunds.map((refund) => (
          <Sum
            key={refund.at + refund.why}
            label={given(refund)}
            value={money({ ...refund.amount, amount: -refund.amount.amount })}
          />
        ))}
      </dl>
      {order.dispute !== null && <p class="muted">{t(`dispute.${order.dispute}`)}</p>}
    </section>
  );
}

/** When it was given back, which way, and why where an operator said so: a return is named among the returns. */
function given({ to, at, why }: Order["refunds"][number]): string {
  const told = t(to === "credit" ? "order.refunded-credit" : "order.refunded", { at: date(at, "moment") });
  return why.startsWith("ret_") ? told : `${told}: ${why}`;
}

function Became({ line, over }: { line: Order["lines"][number]; over: boolean }) {
  const missing = over && line.delivered < line.quantity;
  return (
    <>
      {missing && (
        <span class="became">{t("order.delivered", { n: line.delivered, of: line.quantity })}</span>
      )}
      {line.returned > 0 && <span class="became">{t("order.returned", { n: line.returned })}</span>}
    </>
  );
}

function Sum({ label, value, strong }: { label: string; value: string; strong?: boolean }) {
  return (
    <div class={strong ? "sum strong" : "sum"}>
      <dt>{label}</dt>
      <dd class="number">{value}</dd>
    </div>
  );
}
