/** The first thing that is said of an order: what state it is in, and what to do. */

import type { Tone } from "../../shared/parts/Badge";
import type { Execution, Graph, Whole } from "./shapes";
import { current, pending } from "./way";

export type Todo = "retry" | "returns" | null;

export interface Sentence {
  tone: Tone;
  /** What it is: `order.is.<is>`. */
  is: Is;
  /** What to do: `order.do.<todo>`. */
  next: "nothing" | "wait" | "retry" | "mend" | "inspect" | "refund";
  values: Record<string, string | number>;
  todo: Todo;
}

export type Is =
  | "unreadable"
  | "stuck"
  | "sent-on"
  | "retrying"
  | "bank"
  | "placing"
  | "undoing"
  | "confirmed"
  | "packing"
  | "completed"
  | "returning"
  | "refund-failed"
  | "returned"
  | "out-of-stock"
  | "code-used-up"
  | "credit-short"
  | "payment-declined"
  | "declined-since"
  | "checkout-failed"
  | "cancelled-by-customer"
  | "rejected-by-shop"
  | "not-packed-in-time"
  | "cancelled"
  | "settled";

/** Something may yet happen to it by itself. */
export const UNDECIDED = new Set(["PENDING", "CANCELLING", "CONFIRMED", "FULFILLING"]);
const REASONS: readonly Is[] = [
  "out-of-stock",
  "code-used-up",
  "credit-short",
  "payment-declined",
  "checkout-failed",
  "cancelled-by-customer",
  "rejected-by-shop",
  "not-packed-in-time",
];

export function sentence(whole: Whole, graph: Graph | null): Sentence {
  return unreadable(whole) ?? stopped(whole) ?? underWay(whole, graph) ?? ended(whole);
}

function say(tone: Tone, is: Is, next: Sentence["next"], values: Sentence["values"] = {}, todo: Todo = null) {
  return { tone, is, next, values, todo };
}

function unreadable({ unreadable: parts = {}, total }: Whole): Sentence | null {
  const named = Object.entries(parts).filter(([part]) => part !== "provider");
  if (total !== null && total !== undefined && named.length === 0) return null;
  return say("bad", "unreadable", "mend", {
    what: named.map(([part, why]) => `${part} (${why})`).join(", "),
  });
}

function stopped({ stuck, returns = [], refunds = [] }: Whole): Sentence | null {
  const stop = [stuck, ...[...returns, ...refunds].map((one) => one.stuck)].find(
    (one) => one && one.answer === null,
  );
  if (!stop) return null;
  const { state, attempts, cause, error, at } = stop;
  return say(
    "bad",
    "stuck",
    "retry",
    { state: state ?? "?", n: attempts ?? 1, why: plainly(cause) || error, at },
    "retry",
  );
}

function underWay({ status, stuck, reason, fulfilment }: Whole, graph: Graph | null): Sentence | null {
  if (!UNDECIDED.has(status ?? "")) return null;
  const visit = current(running(graph));
  const state = visit?.state ?? "";
  const failed = pending(visit);
  if (failed)
    return say("warn", "retrying", "wait", {
      state,
      n: failed.attempt,
      why: plainly(failed.cause) || failed.error || "",
      at: failed.next_try_by ?? "",
    });
  if (stuck?.answer && status !== "FULFILLING")
    return say("busy", "sent-on", "wait", { who: stuck.answer.by, state });
  if (status === "CANCELLING") return say("warn", "undoing", "wait", { reason: reason ?? "", state });
  if (status === "CONFIRMED") return say("busy", "confirmed", "nothing");
  if (status === "FULFILLING") return say("busy", "packing", "nothing", { at: fulfilment?.pack_by ?? "" });
  return state === "AwaitCustomerAction"
    ? say("busy", "bank", "nothing")
    : say("busy", "placing", "nothing", { state });
}

function ended({ status, reason, settled, returns = [], events, payment }: Whole): Sentence {
  const last = events.findLast(({ type }) => type === "OrderRefunded" || type === "OrderRefundFailed");
  if (last?.type === "OrderRefundFailed") return say("bad", "refund-failed", "refund");
  const open = returns.filter(({ stage }) => stage === "REQUESTED" || stage === "REOPENED").length;
  if (open > 0) return say("warn", "returning", "inspect", { n: open }, "returns");
  if (settled) return say("plain", "settled", "nothing", { who: settled.by ?? "", why: settled.why ?? "" });
  if (status === "RETURNED") return say("plain", "returned", "nothing");
  if (status === "COMPLETED") return say("good", "completed", "nothing");
  if (reason === "payment-declined" && payment?.decline)
    return say("plain", "declined-since", "nothing", { decline: payment.decline });
  return say("plain", REASONS.find((one) => one === reason) ?? "cancelled", "nothing");
}

/** A cause without the place in the code, which stands with the tries: "(functions/payment/...py:157)". */
export function plainly(cause: string | null): string {
  return (cause ?? "").replace(/\s*\([\w/.-]+\.py:\d+\)\s*$/, "");
}

function running(graph: Graph | null): Execution | undefined {
  return graph?.executions.findLast((one) => one.status === "RUNNING");
}
