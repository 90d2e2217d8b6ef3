/** What waits for an operator, in one shape, and together with all that waits for the same cause. */

import type { StuckOne } from "./shapes";

export interface Waiting {
  kind: "order" | "return" | "refund" | "set-aside";
  id: string;
  state: string | null;
  error: string;
  cause: string;
  tries: number | null;
  at: string;
}

export function waiting({ id, state, error, cause, attempts, at }: StuckOne): Waiting {
  return { kind: kindOf(id), id, state, error, cause, tries: attempts, at };
}

function kindOf(id: string): Waiting["kind"] {
  if (id.startsWith("rfd_")) return "refund";
  return id.startsWith("ret_") ? "return" : "order";
}

export function aside({
  id,
  error,
  times,
  since,
}: {
  id: string;
  error: string;
  times: number;
  since: string;
}): Waiting {
  return { kind: "set-aside", id, state: null, error, cause: "", tries: times, at: since };
}

/** By kind, state and error, which is what a batch can be asked for; the group that has waited longest first. */
export function grouped(all: readonly Waiting[]): { key: string; all: Waiting[] }[] {
  const groups = new Map<string, Waiting[]>();
  for (const one of all) {
    const key = [one.kind, one.state, one.error].join(" ");
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const oldest = (group: readonly Waiting[]) => Math.min(...group.map(({ at }) => Date.parse(at)));
  return [...groups]
    .map(([key, group]) => ({ key, all: group }))
    .sort((one, other) => oldest(one.all) - oldest(other.all));
}

/** What a batch is narrowed to, so that it meets this group and nothing else. */
export function narrowed(group: readonly Waiting[]): Pick<Waiting, "kind" | "state" | "error"> | Everything {
  const [first] = group;
  if (first === undefined) return { kind: null, state: null, error: null };
  const { kind, state, error } = first;
  return { kind, state, error };
}

type Everything = Record<"kind" | "state" | "error", null>;
