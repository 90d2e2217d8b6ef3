import { useState } from "preact/hooks";
import type { components } from "../../contract/api";
import type { Money } from "../../shared/money";
import { Badge } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { money } from "../../shared/words";
import { call } from "../app";
import { usePages } from "../paged";
import { Id } from "../parts/Marks";
import { More, NotRead } from "../parts/More";
import { Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { Ago } from "../parts/When";
import { t } from "../words";

type GivenBack = components["schemas"]["GivenBack"];

const EVERY_SECONDS = 30;

/** What was given back, the newest first, and what of it came to nothing. */
export function Refunds() {
  const [unreadable, setUnreadable] = useState<{ id: string; error: string }[]>([]);
  const paged = usePages<GivenBack>("refunds", EVERY_SECONDS, async (cursor, signal) => {
    const query = cursor === undefined ? {} : { cursor };
    const { body } = await call("get", "/ops/refunds", { query, signal });
    setUnreadable(body.unreadable);
    return { items: body.refunds, next: body.next_cursor };
  });
  const heads = [t("order.id"), t("refunds.what"), t("refunds.when"), t("refunds.amount")];
  return (
    <Shown looked={paged.looked} rows={2}>
      {({ items }) => (
        <>
          {items.length === 0 && <Empty title={t("refunds.none")} />}
          {items.length > 0 && (
            <Table caption={t("refunds.title")} heads={heads}>
              {items.map((one) => (
                <tr key={`${one.order_id} ${one.number}`}>
                  <Cell name={t("order.id")}>
                    <a data-row href={`/console/orders/${one.order_id}`}>
                      <Id id={one.order_id} />
                    </a>
                  </Cell>
                  <Cell name={t("refunds.what")}>
                    <Badge
                      tone={one.type === "OrderRefundFailed" ? "bad" : "good"}
                      word={t(`event.${one.type}`)}
                    />
                  </Cell>
                  <Cell name={t("refunds.when")}>
                    <Ago at={one.at} />
                  </Cell>
                  <Cell name={t("refunds.amount")} end>
                    <span class="number">{amountOf(one.data)}</span>
                  </Cell>
                </tr>
              ))}
            </Table>
          )}
          <More paged={paged} />
          <NotRead unreadable={unreadable} />
        </>
      )}
    </Shown>
  );
}

function amountOf(data: Record<string, unknown>): string {
  const parts = [data.card, data.credit, data.given_back].filter(isMoney);
  const [first] = parts;
  if (data.refund === undefined && first)
    return money({ ...first, amount: parts.reduce((sum, one) => sum + one.amount, 0) });
  const amount = data.amount ?? data.refund ?? data.refunded;
  return isMoney(amount) ? money(amount) : "–";
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
}
