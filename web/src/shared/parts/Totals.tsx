import type { components } from "../../contract/api";
import { money, say } from "../words";

export type Total = components["schemas"]["Total"];

/** How a total comes about, where more than lines come to it: discounts, delivery, tax. */
export function Totals({ rows }: { rows: readonly Total[] }) {
  const more = rows.filter((row) => row.type !== "total" && row.type !== "to_pay");
  if (more.length < 2) return null;
  return (
    <dl class="sums">
      {more.map((row) => (
        <div class={row.included ? "sum muted" : "sum"} key={row.type + row.label}>
          <dt>{labelOf(row)}</dt>
          <dd class="number">{amountOf(row)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the shop has no name of its own for is said in the page's language. */
function labelOf(row: Total): string {
  if (row.type === "items" || row.type === "discount") return say(`totals.${row.type}`);
  return row.included ? say("totals.included", { label: row.label }) : row.label;
}

function amountOf({ type, amount }: Total): string {
  return type === "delivery" && amount.amount === 0 ? say("totals.free") : money(amount);
}
