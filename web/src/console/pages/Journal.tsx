import { useState } from "preact/hooks";
import { Empty } from "../../shared/parts/States";
import { call } from "../app";
import { usePages } from "../paged";
import { Id } from "../parts/Marks";
import { More, NotRead } from "../parts/More";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { When } from "../parts/When";
import { orderOf } from "../rules/ids";
import type { JournalEntry } from "../rules/shapes";
import { t } from "../words";

const EVERY_SECONDS = 15;

/** What was changed by hand on a day: by whom, when, and why. */
export function JournalPage() {
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const [unreadable, setUnreadable] = useState<{ id: string; error: string }[]>([]);
  const paged = usePages<JournalEntry>(day, EVERY_SECONDS, async (cursor, signal) => {
    const query = { day, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await call("get", "/ops/journal", { query, signal });
    setUnreadable(body.unreadable);
    return { items: body.entries, next: body.next_cursor };
  });
  return (
    <Page title={t("nav.journal")} lead={t("journal.lead")} actions={<LookedAt looked={paged.looked} />}>
      <label class="day">
        {t("journal.day")}{" "}
        <input
          data-search
          type="date"
          value={day}
          onChange={(event) => event.currentTarget.value !== "" && setDay(event.currentTarget.value)}
        />
      </label>
      <Shown looked={paged.looked}>
        {({ items }) => (
          <>
            {items.length === 0 ? <Empty title={t("journal.none")} /> : <List entries={items} />}
            <More paged={paged} />
            <NotRead unreadable={unreadable} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function List({ entries }: { entries: readonly JournalEntry[] }) {
  const heads = [t("journal.when"), t("journal.who"), t("journal.what"), t("journal.on"), t("journal.why")];
  return (
    <Table caption={t("nav.journal")} heads={heads}>
      {entries.map((one) => (
        <tr key={`${one.at} ${one.action} ${one.target}`}>
          <Cell name={t("journal.when")}>
            <When at={one.at} />
          </Cell>
          <Cell name={t("journal.who")}>{one.by}</Cell>
          <Cell name={t("journal.what")}>
            <code>{one.action}</code>
          </Cell>
          <Cell name={t("journal.on")}>
            {/^(ord|ret)_/.test(one.target) ? (
              <a data-row href={`/console/orders/${orderOf(one.target)}`}>
                <Id id={one.target} />
              </a>
            ) : (
              <code>{one.target}</code>
            )}
          </Cell>
          <Cell name={t("journal.why")}>{one.why || "–"}</Cell>
        </tr>
      ))}
    </Table>
  );
}
