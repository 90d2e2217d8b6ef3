import { useState } from "preact/hooks";
import type { components } from "../../contract/api";
import { Empty } from "../../shared/parts/States";
import { date, money } from "../../shared/words";
import { call } from "../app";
import { useLook } from "../looked";
import { NotRead } from "../parts/More";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { Tabs } from "../parts/Tabs";
import { Ago } from "../parts/When";
import { DAYS, lastDays, share } from "../rules/days";
import { t } from "../words";

type Sold = components["schemas"]["Sales"];
type Day = components["schemas"]["DaySold"];

const EVERY_SECONDS = 60;

/** What was sold, day by day, the newest first, with the sums of them all above. */
export function Sales() {
  const [days, setDays] = useState<number>(DAYS[0]);
  const looked = useLook<Sold>(`sales ${days}`, EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/sales", { query: lastDays(days, Date.now()), signal });
    return body;
  });
  const sold = looked.value;
  return (
    <Page
      title={t("nav.sales")}
      lead={sold === null ? undefined : sumsText(sold)}
      actions={<LookedAt looked={looked} />}
    >
      <Tabs
        label={t("sales.which")}
        tabs={DAYS.map((n) => ({ id: String(n), name: t("sales.days", { n }) }))}
        chosen={String(days)}
        onChoose={(id) => setDays(Number(id))}
      />
      <Shown looked={looked}>
        {({ days: told, not_counted, unreadable }) => (
          <>
            {told.length === 0 ? <Empty title={t("sales.none")} /> : <List days={[...told].reverse()} />}
            {not_counted.length > 0 && (
              <details class="quiet">
                <summary>{t("sales.not-counted", { n: not_counted.length })}</summary>
                <p>{not_counted.map(dayText).join(" · ")}</p>
              </details>
            )}
            <NotRead unreadable={unreadable} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function sumsText({ orders, charged, refunded }: Sold): string {
  return t("sales.lead", { n: orders, charged: money(charged), refunded: money(refunded) });
}

function List({ days }: { days: readonly Day[] }) {
  const heads = ["day", "orders", "charged", "refunded", "counted", "ordered"] as const;
  const most = Math.max(...days.map(({ ordered }) => ordered.amount));
  return (
    <Table caption={t("nav.sales")} heads={heads.map((head) => t(`sales.${head}`))}>
      {days.map(({ day, orders, ordered, charged, refunded, counted_at, unreadable }) => (
        <tr key={day}>
          <Cell name={t("sales.day")}>
            <b>{dayText(day)}</b>
          </Cell>
          <Cell name={t("sales.orders")}>
            <span class="number">{orders}</span>
            {unreadable > 0 && <span class="muted"> {t("sales.unreadable", { n: unreadable })}</span>}
          </Cell>
          <Cell name={t("sales.charged")}>
            <span class="number">{money(charged)}</span>
          </Cell>
          <Cell name={t("sales.refunded")}>
            <span class="number">{money(refunded)}</span>
          </Cell>
          <Cell name={t("sales.counted")}>
            <span class="muted">
              <Ago at={counted_at} />
            </span>
          </Cell>
          <Cell name={t("sales.ordered")} end>
            <span class="day-bar">
              <meter min={0} max={100} value={share(ordered.amount, most)} aria-hidden="true" />
              <b class="number">{money(ordered)}</b>
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** A UTC day, whatever the reader's time zone makes of its midnight. */
function dayText(day: string): string {
  return date(`${day}T12:00:00.000Z`, "day");
}
