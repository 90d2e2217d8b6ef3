import { useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { toast } from "../../shared/parts/Toasts";
import { call } from "../app";
import { type Looked, useLook } from "../looked";
import { Shown } from "../parts/Shown";
import { RetryOne, SettleOne } from "../parts/StuckChanges";
import { sentence } from "../rules/sentence";
import type { JournalEntry, Line, Whole } from "../rules/shapes";
import { asOf, timeline } from "../rules/timeline";
import { t } from "../words";
import { Head } from "./Head";
import { Machines } from "./Machines";
import { Parts } from "./Parts";
import { Timeline } from "./Timeline";
import { QUIET_SECONDS, useOrder } from "./useOrder";
import { Versions } from "./Versions";

const LINES = 50;

/** One order: what state it is in and what to do, then its way through the machines, and all that is known of it. */
export function OrderPage({ id }: { id: string }) {
  const [asking, setAsking] = useState<"retry" | "settle" | null>(null);
  const [version, setVersion] = useState<number | null>(null);
  const { whole, graph, told: isTold } = useOrder(id);
  const journal = useJournal(id);
  const lines = useLines(id);

  function done(said: string): void {
    setAsking(null);
    toast(said);
    again();
  }

  function again(): void {
    for (const one of [whole, graph, journal]) one.again();
  }

  return (
    <Shown looked={whole} rows={5} shape="block">
      {(order) => {
        const told = {
          whole: order,
          graph: graph.value,
          journal: journal.value ?? [],
          lines: lines.value ?? [],
        };
        const entries = timeline(told);
        const seen = version === null ? entries : asOf(entries, version);
        const until =
          version === null ? null : (order.events.find(({ number }) => number === version)?.at ?? null);
        return (
          <>
            <Head
              order={order}
              said={sentence(order, graph.value)}
              looked={whole}
              told={isTold}
              onRetry={() => setAsking("retry")}
              onSettle={() => setAsking("settle")}
              actions={<Download id={id} value={{ ...order, graph: graph.value, journal: journal.value }} />}
            />
            <div class="order-grid" data-version={order.version}>
              <Machines looked={graph} until={until} />
              <section class="card" aria-labelledby="timeline">
                <h2 id="timeline">{t("timeline.title")}</h2>
                <Versions order={order} version={version} onVersion={setVersion} />
                <Timeline entries={seen} />
              </section>
            </div>
            <Parts order={order} graph={graph.value} journal={journal.value ?? []} onChanged={again} />
            {asking === "retry" && (
              <RetryOne id={stuckId(order)} onDone={done} onClose={() => setAsking(null)} />
            )}
            {asking === "settle" && (
              <SettleOne id={stuckId(order)} onDone={done} onClose={() => setAsking(null)} />
            )}
          </>
        );
      }}
    </Shown>
  );
}

function useJournal(id: string): Looked<JournalEntry[]> {
  return useLook<JournalEntry[]>(`journal ${id}`, QUIET_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/journal", { query: { target: id, limit: 100 }, signal });
    return body.entries;
  });
}

/** What was said about it; nobody has said anything about most. */
function useLines(id: string): Looked<Line[]> {
  return useLook<Line[]>(`lines ${id}`, QUIET_SECONDS, async (signal) => {
    const path = { conversation: id };
    const { body } = await call("get", "/conversations/{conversation}/messages", {
      path,
      query: { limit: LINES },
      signal,
    });
    return body.messages;
  });
}

/** Of the order, or of the return of it that stands before an operator. */
function stuckId({ order_id, stuck, returns = [] }: Whole): string {
  if (stuck !== null && stuck.answer === null) return order_id;
  const one = returns.find((each) => each.stuck !== null && each.stuck.answer === null);
  return one?.return_id ?? order_id;
}

function Download({ id, value }: { id: string; value: unknown }) {
  function save(): void {
    const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${id}.json`;
    link.click();
    URL.revokeObjectURL(url);
  }
  return <Button onClick={save}>{t("order.download")}</Button>;
}
