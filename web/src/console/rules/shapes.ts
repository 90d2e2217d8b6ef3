/** The shapes of the operators' API, by short names. */

import type { components } from "../../contract/api";

type Of<Name extends keyof components["schemas"]> = components["schemas"][Name];

export type Whole = Of<"WholeOrder">;
export type Decline = Of<"Decline">;
export type OrderAt = Of<"OrderAt">;
export type Found = Of<"FoundOrder">;
export type Graph = Of<"OrderGraph">;
export type Execution = Of<"GraphExecution">;
export type Visit = Of<"GraphVisit">;
export type Attempt = Of<"GraphAttempt">;
export type Stop = Of<"Stop">;
export type StuckOne = Of<"StuckOne">;
export type LogEntry = Of<"LogEntry">;
export type JournalEntry = Of<"JournalEntry">;
export type Returned = Of<"LookedReturn">;
export type Measures = Of<"Measures">;
export type Hour = Of<"MeasuredHour">;
export type Step = Of<"MeasuredStep">;
export type Breaker = Of<"Breaker">;
export type Sku = Of<"SkuStock">;
export type Queue = Of<"DeadLetters">;
export type Job = Of<"Job">;
export type Conversation = Of<"Conversation">;
export type Line = Of<"ConversationLine">;
export type Status = Found["status"];

export const STATUSES: readonly Status[] = [
  "PENDING",
  "CANCELLING",
  "CONFIRMED",
  "FULFILLING",
  "COMPLETED",
  "CANCELLED",
  "RETURNED",
];
