import type { Cart } from "../calls";
import { money, t } from "../words";

type Row = Cart["totals"][number];

/** How a total comes about, where more than lines come to it: discounts, delivery, tax. */
export function Totals({ rows }: { rows: readonly Row[] }) {
  const more = rows.filter((row) => row.type !== "total" && row.type !== "to_pay");
  if (more.length < 2) return null;
  return (
    <dl class="sums">
      {more.map((row) => (
        <div class="sum" key={row.type + row.label}>
          <dt>{labelOf(row)}</dt>
          <dd class="number">{money(row.amount)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the shop has no name of its own for is said in the page's language. */
function labelOf(row: Row): string {
  if (row.type === "items" || row.type === "discount") return t(`totals.${row.type}`);
  return row.included ? t("totals.included", { label: row.label }) : row.label;
}
