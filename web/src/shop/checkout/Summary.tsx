import type { PricedCart } from "../calls";
import { chosenText } from "../menu/catalog";
import { Totals } from "../parts/Totals";
import { money, t } from "../words";

/** What is ordered, and what it costs. */
export function Summary({ cart }: { cart: PricedCart }) {
  const used = cart.total.amount - cart.to_pay.amount;
  return (
    <div class="summary">
      <ul>
        {cart.lines.map((line) => (
          <li key={line.line_id}>
            <span>
              <span class="number">{t("line.times", { n: line.quantity })}</span> {line.name}
              <span class="muted small"> {chosenText(line.sku, line.options)}</span>
            </span>
            <span class="number">{line.line_total === null ? "–" : money(line.line_total)}</span>
          </li>
        ))}
      </ul>
      <Totals rows={cart.totals} />
      <p class="total">
        <span>{t("cart.total")}</span>
        <output class="number">{money(cart.total)}</output>
      </p>
      {used > 0 && (
        <>
          <p class="total">
            <span>{t("cart.credit")}</span>
            <span class="number">{money({ ...cart.total, amount: -used })}</span>
          </p>
          <p class="total">
            <span>{t("cart.to-pay")}</span>
            <output class="number">{money(cart.to_pay)}</output>
          </p>
        </>
      )}
    </div>
  );
}
