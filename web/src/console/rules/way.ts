/** The way of an execution through its machine: what is drawn of each state, and of each edge between two. */

import type { Tone } from "../../shared/parts/Badge";
import type { Attempt, Execution, Graph, Visit } from "./shapes";
import { between } from "./spans";

export type StateWord =
  | "untouched"
  | "running"
  | "again"
  | "waiting"
  | "stands"
  | "done"
  | "retried"
  | "answered"
  | "left";

export interface StateSeen {
  name: string;
  comment: string | null;
  word: StateWord;
  visits: Visit[];
  tries: number;
  /** Of all visits together; null where it was not reached. */
  ms: number | null;
  /** Of the last try that failed. */
  error: string | null;
  /** When it is tried again, at the latest. */
  next: string | null;
}

export interface EdgeSeen {
  from: string;
  to: string;
  /** Error names that lead this way, without the catch-all; empty for the way that is hoped for. */
  errors: string[];
  isError: boolean;
  walked: boolean;
}

/** How large a state is drawn, in pixels. */
export const NODE = { width: 196, height: 52 } as const;

/** Waits for somebody outside: neither stuck nor at work. */
export const WAITS = new Set(["AwaitCustomerAction", "AwaitPacking", "AwaitInspection"]);
export const BEFORE_OPERATOR = new Set(["AwaitOperator", "AwaitReturnOperator"]);
const ANY = "States.ALL";

/** A state is told by icon and word, and the tone that goes with them. */
export const TONES: Record<StateWord, Tone> = {
  untouched: "plain",
  running: "busy",
  again: "warn",
  waiting: "busy",
  stands: "bad",
  done: "good",
  retried: "warn",
  answered: "warn",
  left: "bad",
};

/** Whether something in its machines went wrong, or waits for an operator: then more may come of which nobody tells. */
export function isTroubled(graph: Graph | null): boolean {
  return (graph?.executions ?? []).some(
    ({ status, visits }) =>
      (status !== "RUNNING" && status !== "SUCCEEDED") ||
      visits.some(
        ({ state, attempts }) =>
          BEFORE_OPERATOR.has(state ?? "") || attempts.some(({ outcome }) => outcome === "failed"),
      ),
  );
}

export function statesOf(execution: Execution, until: string | null = null, now = Date.now()): StateSeen[] {
  const visits = seen(execution.visits, until);
  return execution.states.map(({ name, comment }) => {
    const own = visits.filter((visit) => visit.state === name);
    const last = own.at(-1);
    const attempts = own.flatMap((visit) => visit.attempts);
    const failed = attempts.filter(({ error }) => error !== null).at(-1);
    return {
      name,
      comment,
      word: wordOf(execution, name, last),
      visits: own,
      tries: attempts.length,
      ms: own.length === 0 ? null : own.reduce((all, visit) => all + lasted(visit, now), 0),
      error: failed?.error ?? null,
      next: pending(last)?.next_try_by ?? null,
    };
  });
}

/** One edge for all that lead from one state to another; the hoped for one is drawn where both are. */
export function edgesOf(execution: Execution, until: string | null = null): EdgeSeen[] {
  const walked = steps(seen(execution.visits, until));
  const found = new Map<string, EdgeSeen>();
  for (const { from, to, when, errors } of execution.edges) {
    const way = `${from}>${to}`;
    const edge = found.get(way) ?? { from, to, errors: [], isError: true, walked: walked.has(way) };
    edge.errors.push(...errors.filter((name) => name !== ANY && !edge.errors.includes(name)));
    edge.isError = edge.isError && when === "error";
    found.set(way, edge);
  }
  return [...found.values()];
}

/** Whether the machine expects this error of the state by its name: an outcome (PaymentDeclined), not a failure. */
export function isAnswer(
  { edges }: Pick<Execution, "edges">,
  state: string,
  error: string | null | undefined,
) {
  return edges.some(({ from, errors }) => from === state && error != null && errors.includes(error));
}

/** The try that failed and is to be made again, in a visit that still lasts. */
export function pending(visit: Visit | undefined): Attempt | null {
  const last = visit?.left_at === null ? visit.attempts.at(-1) : undefined;
  return last?.next_try_by ? last : null;
}

/** The one that runs, else the last; as of a moment the last that had begun. */
export function lastOf(executions: readonly Execution[], until: string | null): Execution | undefined {
  if (until === null) return executions.findLast(({ status }) => status === "RUNNING") ?? executions.at(-1);
  const begun = executions.filter((one) => Date.parse(one.started_at ?? "") <= Date.parse(until));
  return begun.at(-1) ?? executions[0];
}

/** Where an execution is now. */
export function current(execution: Execution | undefined): Visit | undefined {
  const last = execution?.visits.at(-1);
  return execution?.status === "RUNNING" && last?.left_at === null ? last : undefined;
}

export function lasted({ entered_at, left_at }: { entered_at: string; left_at: string | null }, now: number) {
  return left_at === null ? Math.max(0, now - Date.parse(entered_at)) : between(entered_at, left_at);
}

/** What had happened by then: later visits are not there yet, the one of that moment still lasts. */
function seen(visits: readonly Visit[], until: string | null): Visit[] {
  if (until === null) return [...visits];
  const end = Date.parse(until);
  return visits
    .filter(({ entered_at }) => Date.parse(entered_at) <= end)
    .map((visit) => ({
      ...visit,
      left_at: visit.left_at !== null && Date.parse(visit.left_at) > end ? null : visit.left_at,
      attempts: visit.attempts.filter(({ at }) => Date.parse(at) <= end),
    }));
}

function steps(visits: readonly Visit[]): Set<string> {
  return new Set(visits.slice(1).map((visit, before) => `${visits[before]?.state}>${visit.state}`));
}

function wordOf(execution: Execution, name: string, last: Visit | undefined): StateWord {
  if (last === undefined) return "untouched";
  if (last.left_at === null) {
    if (BEFORE_OPERATOR.has(name)) return "stands";
    if (WAITS.has(name)) return "waiting";
    return pending(last) === null ? "running" : "again";
  }
  if (last.outcome === "failed")
    return isAnswer(execution, name, last.attempts.at(-1)?.error) ? "answered" : "left";
  return last.attempts.length > 1 ? "retried" : "done";
}
