import { Badge } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { date, money } from "../../shared/words";
import { StageMark } from "../pages/Returns";
import { Cell, Table } from "../parts/Table";
import { When } from "../parts/When";
import { mailsOf } from "../rules/mails";
import type { Graph, JournalEntry, Returned, Whole } from "../rules/shapes";
import { t } from "../words";
import { eventWord } from "./event-words";
import { TONES } from "./Machines";

/** Which mails the log asks for; whether there is an address is not shown here. */
export function Mails({ order }: { order: Whole }) {
  const mails = mailsOf(order.events);
  return (
    <>
      <p class="muted">{t("mails.text")}</p>
      {mails.length === 0 && <Empty title={t("mails.none")} />}
      <ul class="plain-list">
        {mails.map(({ at, type }) => (
          <li key={`${at} ${type}`}>
            <When at={at} /> <b>{t("mails.about", { what: eventWord(type) })}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Returns({ returns }: { returns: readonly Returned[] }) {
  if (returns.length === 0) return <Empty title={t("returns.none")} />;
  return (
    <ul class="plain-list">
      {returns.map((one) => (
        <li key={one.return_id}>
          <a href={`/console/returns/${one.return_id}`}>
            {t("return.of", { at: date(one.requested_at, "moment") })}
          </a>{" "}
          <StageMark one={one} /> <span class="number">{money(one.amount ?? one.estimate)}</span>{" "}
          <span class="said muted">{one.reason}</span>
        </li>
      ))}
    </ul>
  );
}

/** By the names that Step Functions knows them by. */
export function Executions({ order, graph }: { order: Whole; graph: Graph | null }) {
  const heads = [t("execution.machine"), t("execution.name"), t("execution.status"), t("execution.ran")];
  return (
    <Table caption={t("part.executions")} heads={heads}>
      {order.executions.map(({ machine, name }) => {
        const seen = graph?.executions.find((one) => one.machine === machine && one.name === name);
        return (
          <tr key={`${machine} ${name}`}>
            <Cell name={t("execution.machine")}>{t(`machine.${machine}`)}</Cell>
            <Cell name={t("execution.name")}>
              <code>{name}</code>
            </Cell>
            <Cell name={t("execution.status")}>
              {seen ? <Badge tone={TONES[seen.status]} word={t(`execution.${seen.status}`)} /> : "–"}
            </Cell>
            <Cell name={t("execution.ran")}>
              {seen?.started_at ? date(seen.started_at, "seconds") : "–"}
              {seen?.ended_at ? ` – ${date(seen.ended_at, "seconds")}` : ""}
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}

export function Changes({ entries }: { entries: readonly JournalEntry[] }) {
  return (
    <ul class="plain-list">
      {entries.map(({ at, by, action, why }) => (
        <li key={`${at} ${action}`}>
          <When at={at} /> <b>{by}</b> <code>{action}</code> <span class="muted">{why}</span>
        </li>
      ))}
    </ul>
  );
}
