import { useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { Thread } from "../inbox/Thread";
import { Tabs } from "../parts/Tabs";
import type { Graph, JournalEntry, Whole } from "../rules/shapes";
import { t } from "../words";
import { Bought } from "./Bought";
import { Changes, Executions, Mails, Returns } from "./Lists";
import { Payment } from "./Payment";

const PARTS = ["payment", "goods", "mails", "conversation", "returns", "executions", "changes"] as const;

type Part = (typeof PARTS)[number];

interface Props {
  order: Whole;
  graph: Graph | null;
  journal: readonly JournalEntry[];
  /** Something was changed from here: the page is to be read again. */
  onChanged: () => void;
}

/** All else that is known of it, a tab each. */
export function Parts({ order, graph, journal, onChanged }: Props) {
  const [chosen, setChosen] = useState<Part>("payment");
  const counts: Partial<Record<Part, number>> = { returns: order.returns.length, changes: journal.length };
  return (
    <section class="card" aria-label={t("part.label")}>
      <Tabs
        label={t("part.label")}
        tabs={PARTS.map((part) => ({ id: part, name: t(`part.${part}`), count: counts[part] }))}
        chosen={chosen}
        onChoose={(id) => setChosen(PARTS.find((part) => part === id) ?? "payment")}
      />
      <Missing order={order} part={chosen} />
      {chosen === "payment" && <Payment order={order} onChanged={onChanged} />}
      {chosen === "goods" && <Bought order={order} />}
      {chosen === "mails" && <Mails order={order} />}
      {chosen === "conversation" && <Thread id={order.order_id} />}
      {chosen === "returns" && <Returns returns={order.returns} />}
      {chosen === "executions" && <Executions order={order} graph={graph} />}
      {chosen === "changes" &&
        (journal.length === 0 ? <Empty title={t("changes.none")} /> : <Changes entries={journal} />)}
    </section>
  );
}

const OF_PART: Partial<Record<Part, readonly string[]>> = {
  payment: ["payment", "provider"],
  goods: ["reservation", "fulfilment"],
};

/** What of this part cannot be read. */
function Missing({ order: { unreadable = {} }, part }: { order: Whole; part: Part }) {
  const named = (OF_PART[part] ?? []).filter((name) => name in unreadable);
  return (
    <>
      {named.map((name) => (
        <p key={name}>
          <Badge tone="warn" word={t("part.missing")} /> <span class="muted">{unreadable[name]}</span>
        </p>
      ))}
    </>
  );
}
