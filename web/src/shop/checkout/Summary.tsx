import { Totals } from "../../shared/parts/Totals";
import type { PricedCart } from "../calls";
import { Codes } from "../cart/Codes";
import { chosenText } from "../menu/catalog";
import { money, t } from "../words";
import type { Due } from "./due";

/** What is ordered, and what it costs. */
export function Summary({ cart, due }: { cart: PricedCart; due: Due }) {
  const { total, to_pay, totals } = due;
  const used = total.amount - to_pay.amount;
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
      <Codes cart={cart} />
      <Totals rows={totals} />
      <p class="total">
        <span>{t("cart.total")}</span>
        <output class="number">{money(total)}</output>
      </p>
      {used > 0 && (
        <>
          <p class="total">
            <span>{t("cart.credit")}</span>
            <span class="number">{money({ ...total, amount: -used })}</span>
          </p>
          <p class="total">
            <span>{t("cart.to-pay")}</span>
            <output class="number">{money(to_pay)}</output>
          </p>
        </>
      )}
    </div>
  );
}
