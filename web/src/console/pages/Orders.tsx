import { useEffect, useRef, useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Empty } from "../../shared/parts/States";
import { path, replace } from "../../shared/router";
import { money } from "../../shared/words";
import { call } from "../app";
import { usePages } from "../paged";
import { Id, ReasonText, StatusMark } from "../parts/Marks";
import { More, NotRead } from "../parts/More";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { Ago } from "../parts/When";
import {
  EVERYTHING,
  type Filter,
  fromQuery,
  HOURS,
  isSearchable,
  same,
  toCall,
  toQuery,
} from "../rules/filters";
import type { Found } from "../rules/shapes";
import { t } from "../words";
import { FilterTabs } from "./FilterTabs";

const EVERY_SECONDS = 5;

/** Orders by status, time and search, the newest first. */
export function Orders() {
  const [filter, setFilter] = useState<Filter>(() => fromQuery(location.search));
  const asked = useRef({ of: "", query: {} });
  const of = JSON.stringify(filter);
  if (asked.current.of !== of) asked.current = { of, query: toCall(filter, Date.now()) };
  const unreadable = useRef<{ id: string; error: string }[]>([]);
  const paged = usePages<Found>(of, EVERY_SECONDS, async (cursor, signal) => {
    if (!isSearchable(filter.q)) return { items: [], next: null };
    const query = { ...asked.current.query, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await call("get", "/ops/orders", { query, signal });
    unreadable.current = body.unreadable;
    return { items: body.orders, next: body.next_cursor };
  });

  function choose(chosen: Filter): void {
    setFilter(chosen);
    if (path.value === "/console") replace(`/console${toQuery(chosen)}`);
  }

  return (
    <Page title={t("nav.orders")} actions={<LookedAt looked={paged.looked} />}>
      <Search
        filter={filter}
        onSearch={(q) => choose({ ...filter, q })}
        onHours={(hours) => choose({ ...filter, hours })}
      />
      <FilterTabs filter={filter} onChoose={choose} />
      <Shown looked={paged.looked} rows={8}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t(same(filter, EVERYTHING) ? "orders.none-yet" : "orders.none")}>
              {!isSearchable(filter.q) && <p>{t("orders.unsearchable")}</p>}
              {!same(filter, EVERYTHING) && (
                <Button onClick={() => choose(EVERYTHING)}>{t("orders.all")}</Button>
              )}
            </Empty>
          ) : (
            <>
              <List orders={items} />
              <More paged={paged} />
              <NotRead unreadable={unreadable.current} />
            </>
          )
        }
      </Shown>
    </Page>
  );
}

interface SearchProps {
  filter: Filter;
  onSearch: (q: string) => void;
  onHours: (hours: number | null) => void;
}

function Search({ filter, onSearch, onHours }: SearchProps) {
  const [text, setText] = useState(filter.q);
  useEffect(() => setText(filter.q), [filter.q]);
  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <label>
        <span class="unseen">{t("orders.search")}</span>
        <input
          data-search
          type="search"
          value={text}
          maxLength={320}
          placeholder={t("orders.search")}
          autoComplete="off"
          spellcheck={false}
          onInput={(event) => {
            setText(event.currentTarget.value);
            if (event.currentTarget.value === "") onSearch("");
          }}
        />
      </label>
      <Button submit>{t("orders.find")}</Button>
      <label>
        <span class="unseen">{t("orders.placed-within")}</span>
        <select
          value={String(filter.hours ?? "")}
          onChange={(event) =>
            onHours(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))
          }
        >
          <option value="">{t("orders.whenever")}</option>
          {HOURS.map((hours) => (
            <option key={hours} value={hours}>
              {t(`orders.within.${hours}`)}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

function WaitsForYou({ since }: { since: string }) {
  return (
    <>
      <Badge tone="bad" word={t("orders.stuck")} /> <Ago at={since} />
    </>
  );
}

function List({ orders }: { orders: readonly Found[] }) {
  const heads = [t("order.id"), t("order.status"), t("order.placed"), t("order.items"), t("order.total")];
  return (
    <Table caption={t("nav.orders")} heads={heads}>
      {orders.map((order) => (
        <tr key={order.order_id}>
          <Cell name={t("order.id")}>
            <a data-row href={`/console/orders/${order.order_id}`}>
              <Id id={order.order_id} />
            </a>
          </Cell>
          <Cell name={t("order.status")}>
            <StatusMark status={order.status} /> <ReasonText reason={order.reason} />
            {order.stuck_since !== null && <WaitsForYou since={order.stuck_since} />}
          </Cell>
          <Cell name={t("order.placed")}>
            <Ago at={order.placed_at} />
          </Cell>
          <Cell name={t("order.items")}>
            {order.lines.map(({ sku, quantity }) => t("order.item", { n: quantity, sku })).join(", ")}
          </Cell>
          <Cell name={t("order.total")} end>
            <span class="number">{money(order.total)}</span>
            {order.refunded.amount > 0 && (
              <span class="muted number"> {t("order.refunded", { amount: money(order.refunded) })}</span>
            )}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
