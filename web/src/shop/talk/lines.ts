/** A conversation's lines in their order, each once, whichever way and however often they came. */

import type { ConversationLine } from "../calls";

/** What was written here and is not stored yet. */
export interface Unsent {
  client_id: string;
  text: string;
  failed: boolean;
}

export function joined(
  before: readonly ConversationLine[],
  more: readonly ConversationLine[],
): ConversationLine[] {
  const all = new Map([...before, ...more].map((line) => [nameOf(line), line]));
  return [...all.values()].sort(byTime);
}

/** Those of the unsent that are not among the lines yet. */
export function stillUnsent(unsent: readonly Unsent[], lines: readonly ConversationLine[]): Unsent[] {
  const stored = new Set(lines.filter((line) => line.from === "customer").map((line) => line.client_id));
  return unsent.filter(({ client_id }) => !stored.has(client_id));
}

/** The number of the other side's last message, 0 for none: up to where there is something to have read. */
export function lastOfShop(lines: readonly ConversationLine[]): number {
  return lines.reduce(
    (last, { from, seq }) => (from === "operator" && seq !== null ? Math.max(last, seq) : last),
    0,
  );
}

/** Messages have numbers; what happened to the order has its time. */
export const nameOf = ({ seq, event, at }: ConversationLine): string =>
  seq === null ? `${at} ${event}` : String(seq);

function byTime(one: ConversationLine, other: ConversationLine): number {
  if (one.seq !== null && other.seq !== null) return one.seq - other.seq;
  return one.at < other.at ? -1 : 1;
}
