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

export function toneOf({ status }: Pick<OrderSummary, "status">): Tone {
  return { PENDING: "busy", CONFIRMED: "good", COMPLETED: "good", CANCELLED: "bad", RETURNED: "plain" }[
    status
  ] as Tone;
}

export function wordOf({ status }: Pick<OrderSummary, "status">): Key {
  return `status.${status}`;
}

export function storyOf(order: Order): Story {
  const { charged, refunded, total } = order;
  switch (order.status) {
    case "PENDING":
      return told(
        isUndoing(order) ? "story.undoing" : order.next_action !== null ? "story.bank" : "story.placing",
      );
    case "CONFIRMED":
      return told(total.amount === 0 ? "story.confirmed-free" : "story.confirmed", { total });
    case "COMPLETED":
      return completed(order);
    case "RETURNED":
      return told("story.returned", { refunded });
    case "CANCELLED":
      return told(cancelledBecause(order.reason));
    default:
      return told("story.placing", { charged });
  }
}

function completed({ lines, charged, total, refunded }: Order): Story {
  const part = lines.some((line) => line.delivered < line.quantity);
  if (charged.amount === 0) return told("story.completed-free");
  if (refunded.amount > 0) return told("story.refunded", { charged, refunded });
  return told(part ? "story.completed-part" : "story.completed", { charged, total });
}

const REASONS: Record<string, Key> = {
  "payment-declined": "problem.payment-declined",
  "out-of-stock": "problem.out-of-stock",
  "cancelled-by-customer": "problem.cancelled-by-customer",
  "rejected-by-shop": "problem.rejected-by-shop",
  "not-packed-in-time": "problem.not-packed-in-time",
};

function cancelledBecause(reason: string | null): Key {
  return REASONS[reason ?? ""] ?? "problem.checkout-failed";
}

function told(key: Key, amounts: Record<string, Money> = {}): Story {
  return { key, amounts };
}

/** What a person can say on the phone: the last four characters. */
export const shortId = (orderId: string): string => orderId.slice(-4).toUpperCase();
