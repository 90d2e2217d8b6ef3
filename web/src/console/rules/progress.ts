/** What a job's progress says, whichever kind it is: numbers with their names, and what went wrong. */

export type CountKey = "retried" | "sweep_due" | "failed" | "redriven" | "looked_at";

export interface Counted {
  /** Of which queue; empty where the job is about one thing. */
  name: string;
  key: CountKey;
  n: number;
  of: number;
}

export const KINDS = [
  "retry-stuck",
  "redrive-dead-letters",
  "count-stock",
  "rebuild-views",
  "replay-events",
  "reconcile",
] as const;

/** A job's kind, if there are words for it. */
export function kindOf(kind: string): (typeof KINDS)[number] | null {
  return KINDS.find((one) => one === kind) ?? null;
}

/** What was asked for, in one line: names with their values; a list only where it has one entry. */
export function aboutOf(what: Record<string, unknown>): string {
  const short = Object.entries(what).map(([name, value]): [string, unknown] =>
    Array.isArray(value) && value.length === 1 ? [name, value[0]] : [name, value],
  );
  return short
    .filter(([, value]) => typeof value !== "object" && value !== false)
    .map(([name, value]) => `${name.replaceAll("_", " ")}${value === true ? "" : `: ${value}`}`)
    .join(", ");
}

const KEYS: readonly CountKey[] = ["looked_at", "retried", "sweep_due", "failed"];

/** A redrive tells queue by queue, of those that had anything; the others tell of themselves. */
export function countsOf(progress: Record<string, unknown>): Counted[] {
  const own = KEYS.filter((key) => typeof progress[key] === "number").map((key) => ({
    name: "",
    key,
    n: progress[key] as number,
    of: 0,
  }));
  const queues = Object.entries(progress).flatMap(([name, told]): Counted[] => {
    const { waiting, redriven } = record(told);
    if (typeof waiting !== "number" || waiting === 0) return [];
    return [{ name, key: "redriven", n: Number(redriven ?? 0), of: waiting }];
  });
  return [...own, ...queues];
}

/** Every other number that a job tells, under its own name: of the whole, or of one of its parts. */
export function factsOf(progress: Record<string, unknown>): { part: string; name: string; n: number }[] {
  const own = numbers(progress, KEYS).map((fact) => ({ part: "", ...fact }));
  const parts = Object.entries(progress)
    .filter(([, told]) => !("waiting" in record(told)))
    .flatMap(([part, told]) => numbers(record(told), []).map((fact) => ({ part, ...fact })));
  return [...own, ...parts];
}

function numbers(told: Record<string, unknown>, known: readonly string[]): { name: string; n: number }[] {
  return Object.entries(told).flatMap(([name, n]) =>
    typeof n === "number" && !known.includes(name) ? [{ name: name.replaceAll("_", " "), n }] : [],
  );
}

/** `{id, error}` of what could not be done; a job that was refused tells one `error`. */
export function failuresOf(progress: Record<string, unknown>): { id: string; error: string }[] {
  const named = Array.isArray(progress.failures) ? progress.failures.map(record) : [];
  const failures = named.map(({ id, error }) => ({ id: String(id), error: String(error) }));
  if (typeof progress.error === "string") failures.push({ id: "", error: progress.error });
  const broken = Object.entries(progress).flatMap(([id, told]) => {
    const { broken: why, unreadable } = record(told);
    return why || unreadable ? [{ id, error: JSON.stringify(why ?? unreadable) }] : [];
  });
  return [...failures, ...broken];
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
