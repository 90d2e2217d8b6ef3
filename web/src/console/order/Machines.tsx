import { useEffect, useState } from "preact/hooks";
import { Badge, type Tone } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { date } from "../../shared/words";
import type { Looked } from "../looked";
import { Shown } from "../parts/Shown";
import { Tabs } from "../parts/Tabs";
import type { Execution, Graph } from "../rules/shapes";
import { current, lastOf, statesOf } from "../rules/way";
import { t } from "../words";
import { Drawn } from "./Drawn";
import { Visits } from "./Visits";

interface Props {
  looked: Looked<Graph>;
  /** As it was at that moment; null for now. */
  until: string | null;
}

/** The machines that the order went through: each drawn, with its way through it and every visit. */
export function Machines({ looked, until }: Props) {
  return (
    <section class="card machines" aria-labelledby="machine">
      <h2 id="machine">{t("machine.title")}</h2>
      <Shown looked={looked} rows={1} shape="block">
        {({ executions }) =>
          executions.length === 0 ? (
            <Empty title={t("machine.none")} />
          ) : (
            <Chosen executions={executions} until={until} />
          )
        }
      </Shown>
    </section>
  );
}

function Chosen({ executions, until }: { executions: readonly Execution[]; until: string | null }) {
  const latest = lastOf(executions, until);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = executions.find((one) => idOf(one) === chosen) ?? latest;
  const [state, setState] = useState<string | null>(null);
  const now = useTick(shown?.status === "RUNNING");
  useEffect(() => setState(null), [shown && idOf(shown)]);
  if (shown === undefined) return null;
  const states = statesOf(shown, until, now);
  const at = until === null ? (current(shown)?.state ?? shown.visits.at(-1)?.state) : lastReached(states);
  const open = state ?? at ?? null;
  return (
    <>
      {executions.length > 1 && (
        <Tabs
          label={t("machine.which")}
          tabs={executions.map((one) => ({ id: idOf(one), name: nameOf(one, executions) }))}
          chosen={idOf(shown)}
          onChoose={setChosen}
        />
      )}
      <p class="small">
        <Badge tone={TONES[shown.status]} word={t(`execution.${shown.status}`)} />{" "}
        {shown.started_at && <span class="muted">{ranText(shown)}</span>}{" "}
        {shown.cut && <span class="muted">{t("execution.cut")}</span>}
      </p>
      <Drawn execution={shown} states={states} until={until} chosen={open} onChoose={setState} />
      <Visits states={states} chosen={open} now={now} />
    </>
  );
}

export const TONES: Record<Execution["status"], Tone> = {
  RUNNING: "busy",
  SUCCEEDED: "good",
  FAILED: "bad",
  ABORTED: "plain",
  TIMED_OUT: "bad",
};

function lastReached(states: ReturnType<typeof statesOf>): string | undefined {
  const reached = states.filter(({ visits }) => visits.length > 0);
  const entered = (one: (typeof reached)[number]) => Date.parse(one.visits.at(-1)?.entered_at ?? "");
  return reached.sort((one, other) => entered(other) - entered(one))[0]?.name;
}

function ranText({ started_at, ended_at }: Execution): string {
  const from = date(started_at ?? "", "seconds");
  return ended_at === null
    ? t("execution.since", { at: from })
    : t("execution.span", { from, to: date(ended_at, "seconds") });
}

function idOf({ machine, name }: Execution): string {
  return `${machine} ${name}`;
}

function nameOf(one: Execution, all: readonly Execution[]): string {
  const like = all.filter(({ machine }) => machine === one.machine);
  const name = t(`machine.${one.machine}`);
  return like.length > 1 ? `${name} ${like.indexOf(one) + 1}` : name;
}

/** The time, going on by the second while something runs. */
function useTick(runs: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
