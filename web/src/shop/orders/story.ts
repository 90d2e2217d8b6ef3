/** Where an order stands, in a word and in a sentence. */

import type { Money } from "../../shared/money";
import type { Tone } from "../../shared/parts/Badge";
import type { Order, OrderSummary } from "../calls";
import type { Key } from "../words";

export interface Story {
  key: Key;
  /** Amounts that the sentence names. */
  amounts: Record<string, Money>;
}

export const isOpen = ({ status }: Pick<OrderSummary, "status">): boolean =>
  status === "PENDING" || status === "CONFIRMED";

export function isUndoing({ status, timeline }: Pick<Order, "status" | "timeline">): boolean {
  return status === "PENDING" && timeline.some(({ type }) => type === "OrderCancelling");
}

export const canCancel = (order: Pick<Order, "status" | "timeline">): boolean =>
  isOpen(order) && !isUndoing(order);

/** With its timeline, where that is known: an order on its way back is not being placed. */
type Standing = Pick<OrderSummary, "status" | "next_action"> & Partial<Pick<Order, "timeline">>;

export function toneOf({ status, next_action, timeline = [] }: Standing): Tone {
  if (isUndoing({ status, timeline }) || asks({ status, next_action })) return "warn";
  return { PENDING: "busy", CONFIRMED: "good", COMPLETED: "good", CANCELLED: "bad", RETURNED: "plain" }[
    status
  ] as Tone;
}

export function wordOf({ status, next_action, timeline = [] }: Standing): Key {
  if (isUndoing({ status, timeline })) return "status.undoing";
  if (asks({ status, next_action })) return "status.bank";
  return `status.${status}`;
}

export function storyOf(order: Order): Story {
  const { charged, refunded, to_pay } = order;
  switch (order.status) {
    case "PENDING":
      return told(
        isUndoing(order) ? "story.undoing" : order.next_action !== null ? "story.bank" : "story.placing",
      );
    case "CONFIRMED":
      return told(to_pay.amount === 0 ? "story.confirmed-free" : "story.confirmed", { total: to_pay });
    case "COMPLETED":
      return completed(order);
    case "RETURNED":
      return told("story.returned", { refunded });
    case "CANCELLED":
      return told(order.decline === null ? cancelledBecause(order.reason) : `decline.${order.decline}`);
    default:
      return told("story.placing", { charged });
  }
}

function completed({ lines, charged, credited, total, refunded }: Order): Story {
  const part = lines.some((line) => line.delivered < line.quantity);
  if (credited.amount > 0 && refunded.amount === 0)
    return told(charged.amount > 0 ? "story.completed-split" : "story.completed-credit", {
      charged,
      credited,
    });
  if (charged.amount === 0) return told("story.completed-free");
  if (refunded.amount > 0) return told("story.refunded", { charged, refunded });
  return told(part ? "story.completed-part" : "story.completed", { charged, total });
}

/** It waits for the customer: their bank has a question. */
function asks({ status, next_action }: Pick<OrderSummary, "status" | "next_action">): boolean {
  return status === "PENDING" && next_action !== null;
}

/** What a list says of an order beside its status: why it ended, or what it waits for. Null where that says all. */
export function asideOf({ status, reason, next_action, refunded }: OrderSummary): Story | null {
  if (asks({ status, next_action })) return told("row.bank");
  if (status === "CANCELLED") return told(`row.${reasonOf(reason)}`);
  return refunded.amount > 0 ? told("row.refunded", { refunded }) : null;
}

function reasonOf(reason: string | null) {
  return CANCELLED.find((one) => one === reason) ?? "checkout-failed";
}

const CANCELLED = [
  "payment-declined",
  "out-of-stock",
  "code-used-up",
  "credit-short",
  "cancelled-by-customer",
  "rejected-by-shop",
  "not-packed-in-time",
] as const;

function cancelledBecause(reason: string | null): Key {
  return `problem.${reasonOf(reason)}`;
}

function told(key: Key, amounts: Record<string, Money> = {}): Story {
  return { key, amounts };
}

/** What a person can say on the phone: the last four characters. */
export const shortId = (orderId: string): string => orderId.slice(-4).toUpperCase();
