/** Which mails an order's log asks for (functions/notification/message.py): one for each kind, return and refund. */

import type { LogEntry } from "./shapes";

const TOLD = new Set([
  "OrderConfirmed",
  "OrderActionRequired",
  "OrderCompleted",
  "OrderCancelled",
  "ReturnRefunded",
  "ReturnRejected",
  "AmountRefunded",
  "OrderRefunded",
  "OrderRefundFailed",
]);

export function mailsOf(events: readonly LogEntry[]): LogEntry[] {
  return events.filter(({ type }) => TOLD.has(type));
}
