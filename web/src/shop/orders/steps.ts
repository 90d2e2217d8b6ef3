/** An order's way as a customer sees it: which steps lie behind it, in which it is, which are to come. */

import type { Order } from "../calls";
import type { Key } from "../words";

/** done: it lies behind. now: it is at work. ahead: not yet. back: on the way back. turned: that lies behind, too.
 * undone: it ended there. */
export type Mark = "done" | "now" | "ahead" | "back" | "turned" | "undone";

export interface Step {
  word: Key;
  mark: Mark;
  /** When it began, or was done. */
  at: string | null;
}

type Timeline = Order["timeline"];

export function stepsOf({ status, timeline }: Pick<Order, "status" | "timeline">): Step[] {
  const placed = step("step.placed", "done", timeline, "OrderPlaced");
  const since = at(timeline, "OrderCancelling");
  if (since !== null || status === "CANCELLED") {
    const confirmed =
      at(timeline, "OrderConfirmed") === null
        ? []
        : [step("step.confirmed", "done", timeline, "OrderConfirmed")];
    const ended = status === "CANCELLED";
    const undoing = step("step.undoing", ended ? "turned" : "back", timeline, "OrderCancelling");
    return [
      placed,
      ...confirmed,
      undoing,
      step("step.cancelled", ended ? "undone" : "ahead", timeline, "OrderCancelled"),
    ];
  }
  const handed = step("step.handed", over(status) ? "done" : "ahead", timeline, "OrderCompleted");
  const back = status === "RETURNED" ? [step("step.returned", "undone", timeline, "OrderReturned")] : [];
  return [
    placed,
    ...bank(status, timeline),
    confirmed(status, timeline),
    oven(status, timeline),
    handed,
    ...back,
  ];
}

/** The bank's question, where it asks one: it shows as long as it is open, and afterwards that it was answered. */
function bank(status: Order["status"], timeline: Timeline): Step[] {
  if (at(timeline, "OrderActionRequired") === null) return [];
  return [step("step.bank", status === "PENDING" ? "now" : "done", timeline, "OrderActionRequired")];
}

function confirmed(status: Order["status"], timeline: Timeline): Step {
  const asked = at(timeline, "OrderActionRequired") !== null;
  const mark = status !== "PENDING" ? "done" : asked ? "ahead" : "now";
  return step("step.confirmed", mark, timeline, "OrderConfirmed");
}

function oven(status: Order["status"], timeline: Timeline): Step {
  const mark = over(status) ? "done" : status === "CONFIRMED" ? "now" : "ahead";
  return step("step.oven", mark, timeline, "OrderFulfilling");
}

const over = (status: Order["status"]): boolean => status === "COMPLETED" || status === "RETURNED";

function step(word: Key, mark: Mark, timeline: Timeline, type: string): Step {
  return { word, mark, at: at(timeline, type) };
}

function at(timeline: Timeline, type: string): string | null {
  return timeline.find((entry) => entry.type === type)?.at ?? null;
}
