/** What happened to an order, in one list: its log, failed tries, money, what operators did, what was said. */

import type { Graph, JournalEntry, Line, Whole } from "./shapes";
import { BEFORE_OPERATOR, isAnswer } from "./way";

export type Kind = "event" | "try" | "answer" | "money" | "operator" | "said" | "stop";

export interface Entry {
  at: string;
  kind: Kind;
  /** An event's type, an outcome, a ledger entry's type, a verdict, a command. */
  what: string;
  /** Who did it: an operator by name, a state of the machine, or a part of the shop by key. */
  who: Who;
  detail: string | null;
  /** Of an event in the log. */
  number: number | null;
  /** Of tries that failed one after the other for the same cause: how many, and when the last did. */
  times: number;
  until: string;
}

export type Who = { name: string } | { key: "customer" | "shop" | "warehouse" | "operator" };
export type Row = { type: "entry"; entry: Entry } | { type: "idle"; ms: number; from: string };

export interface Told {
  whole: Pick<Whole, "events" | "payment" | "stuck">;
  graph: Pick<Graph, "executions"> | null;
  journal: readonly JournalEntry[];
  lines: readonly Line[];
}

export const IDLE_MS = 2000;

const CUSTOMERS = new Set(["OrderPlaced", "ReturnRequested"]);
const STATES: Record<string, string> = {
  OrderActionRequired: "AuthorizePayment",
  OrderConfirmed: "ConfirmOrder",
  OrderCompleted: "CompleteOrder",
  OrderCancelled: "CloseOrder",
};
/** What stands first of what happened in the same thousandth of a second. */
const KINDS: readonly Kind[] = ["event", "money", "answer", "try", "stop", "operator", "said"];

export function timeline({ whole, graph, journal, lines }: Told): Entry[] {
  const all = [
    ...whole.events.map(eventEntry),
    ...(graph === null ? [] : tries(graph)),
    ...money(whole),
    ...stops(whole),
    ...journal.filter(({ at }) => at !== whole.stuck?.answer?.at).map(journalEntry),
    ...lines.filter(({ from }) => from !== "system").map(lineEntry),
  ];
  return all.sort(
    (one, other) =>
      Date.parse(one.at) - Date.parse(other.at) || KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind),
  );
}

/** The list as it was when the log had so many events. */
export function asOf(entries: readonly Entry[], version: number): Entry[] {
  const next = entries.find(({ number }) => number !== null && number > version);
  const end = next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next.at);
  return entries.filter(({ at, number }) => (number !== null ? number <= version : Date.parse(at) < end));
}

/** With a row wherever nothing happened for two seconds or more; what failed again and again is one row. */
export function folded(entries: readonly Entry[], idleMs = IDLE_MS): Row[] {
  const joined = together(entries);
  return joined.flatMap((entry, index): Row[] => {
    const before = joined[index - 1];
    const ms = before === undefined ? 0 : Date.parse(entry.at) - Date.parse(before.until);
    const row: Row = { type: "entry", entry };
    return before !== undefined && ms >= idleMs ? [{ type: "idle", ms, from: before.until }, row] : [row];
  });
}

function together(entries: readonly Entry[]): Entry[] {
  const joined: Entry[] = [];
  for (const entry of entries) {
    const before = joined.at(-1);
    if (before === undefined || !isAgain(entry, before)) joined.push(entry);
    else joined[joined.length - 1] = { ...before, times: before.times + 1, until: entry.at };
  }
  return joined;
}

function isAgain(entry: Entry, before: Entry): boolean {
  const bothFailed = entry.kind === "try" && before.kind === "try";
  return (
    bothFailed && entry.detail === before.detail && JSON.stringify(entry.who) === JSON.stringify(before.who)
  );
}

type Once = Omit<Entry, "number" | "times" | "until"> & { number?: number };

function entryOf({ number, ...told }: Once): Entry {
  return { ...told, number: number ?? null, times: 1, until: told.at };
}

function eventEntry({ at, type, number, data }: Whole["events"][number]): Entry {
  const by = text(data.by);
  const detail = [text(data.reason), text(data.why)].filter(Boolean).join(": ") || null;
  return entryOf({
    at,
    kind: "event",
    what: type,
    who: by !== null ? { name: by } : doer(type, data),
    detail,
    number,
  });
}

function doer(type: string, data: Record<string, unknown>): Who {
  if (CUSTOMERS.has(type) || data.reason === "cancelled-by-customer") return { key: "customer" };
  if (data.reason === "rejected-by-shop") return { key: "warehouse" };
  const state = STATES[type];
  return state === undefined ? { key: "shop" } : { name: state };
}

/** Tries that failed, and outcomes that the machine knows by their names. */
function tries({ executions }: Pick<Graph, "executions">): Entry[] {
  return executions.flatMap((execution) =>
    execution.visits.flatMap(({ state, attempts }) =>
      attempts
        .filter(({ error }) => error !== null && !BEFORE_OPERATOR.has(state ?? ""))
        .map(({ at, ended_at, error, cause }) => {
          const who = { name: state ?? "" };
          const answered = isAnswer(execution, who.name, error);
          const [kind, what] = answered ? (["answer", error ?? ""] as const) : (["try", ""] as const);
          const detail = answered ? null : [error, cause].filter(Boolean).join(": ");
          return entryOf({ at: ended_at ?? at, kind, what, who, detail });
        }),
    ),
  );
}

function money({ payment }: Pick<Whole, "payment">): Entry[] {
  return (payment?.entries ?? []).map(({ at, type, why }) =>
    entryOf({ at: String(at), kind: "money", what: String(type), who: { key: "shop" }, detail: text(why) }),
  );
}

function stops({ stuck }: Pick<Whole, "stuck">): Entry[] {
  if (stuck === null) return [];
  const { at, error, cause, state, answer } = stuck;
  const name = state ?? "";
  const stop = entryOf({ at, kind: "stop", what: name, who: { name }, detail: `${error}: ${cause}` });
  if (answer === null) return [stop];
  const { verdict, by, why } = answer;
  return [stop, entryOf({ at: answer.at, kind: "stop", what: verdict, who: { name: by }, detail: why })];
}

function journalEntry({ at, by, action, why }: JournalEntry): Entry {
  return entryOf({ at, kind: "operator", what: action, who: { name: by }, detail: why || null });
}

function lineEntry({ at, from, by, text: said }: Line): Entry {
  const who: Who = from === "operator" ? (by ? { name: by } : { key: "operator" }) : { key: "customer" };
  return entryOf({ at, kind: "said", what: "", who, detail: said });
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
