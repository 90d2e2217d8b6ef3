/** What the bench says of what it sees. No calls, no clock. */

import type { Tone } from "../shared/parts/Badge";
import type { Account, Fault, Look, State, Try } from "./bench";

export const FOR_EVER = 10_000;

/** The provider's calls, by its own names, and what can befall each. */
export const CALLS = ["create", "confirm", "capture", "cancel", "refund"] as const;
export const CALL_FAULTS = ["delay", "timeout_after", "error_500", "timeout_before"] as const;
export const MESSAGE_FAULTS = ["delay", "drop", "duplicate"] as const;

/** A switch: on while its fault will still strike. `struck`: how often it has, since it was last switched on. */
export interface Switch {
  on: boolean;
  struck: number;
  ids: number[];
}

export function switchOf(faults: Fault[], operation: string, fault: string): Switch {
  const own = faults.filter((one) => one.operation === operation && one.fault === fault);
  return {
    on: own.some(({ pending }) => pending > 0),
    struck: own.reduce((all, { fired }) => all + fired, 0),
    ids: own.map(({ id }) => id),
  };
}

export type Verdict = "none" | "held" | "once" | "refunded" | "more";

/** What the provider has for one order, in a word. `more` must never be seen. */
export function verdictOf({ charges, held, captured, refunded }: Account): Verdict {
  if (charges > 1 || (charges === 1 && held > 0)) return "more";
  if (charges === 1) return refunded >= captured ? "refunded" : "once";
  return held > 0 ? "held" : "none";
}

export const TONE_OF_VERDICT: Record<Verdict, Tone> = {
  none: "plain",
  held: "busy",
  once: "good",
  refunded: "plain",
  more: "bad",
};

/** Of all orders on the page: the worst of `none`, `once`, `more`. */
export function chargedOf(ledger: Record<string, Account>): "none" | "once" | "more" {
  const verdicts = Object.values(ledger).map(verdictOf);
  if (verdicts.includes("more")) return "more";
  return verdicts.some((one) => one === "once" || one === "refunded") ? "once" : "none";
}

/** What the provider and the audit say, each with the moment of its look (Unix seconds): they look apart. */
export interface Headline {
  charged: "none" | "once" | "more" | null;
  chargedAt: number | null;
  /** Minor units, of the whole shop; null where nobody can tell at the moment. */
  held: number | null;
  violations: number | null;
  auditedAt: number | null;
  tone: Tone;
}

export function headlineOf(seen: Look | null): Headline {
  const charged = seen?.provider ? chargedOf(seen.provider.ledger) : null;
  const report = seen?.audit.report ?? null;
  const violations = report?.violations.length ?? null;
  return {
    charged,
    chargedAt: seen?.provider?.at ?? null,
    held: report?.held ?? null,
    violations,
    auditedAt: report?.at ?? null,
    tone: toneOf(charged, violations),
  };
}

function toneOf(charged: Headline["charged"], violations: number | null): Tone {
  if (charged === "more" || (violations ?? 0) > 0) return "bad";
  return charged === null || violations === null ? "plain" : "good";
}

export type Mood = "walking" | "hurt" | "healed" | "went" | "failed";

/** How it is with one state: `hurt` while it failed and will be tried again, `healed` once it worked after that. */
export function moodOf({ outcome, tries }: State): Mood {
  const failed = tries.some((one) => one.outcome === "failed");
  if (outcome === "running") return failed ? "hurt" : "walking";
  if (outcome === "failed") return "failed";
  return failed ? "healed" : "went";
}

export const TONE_OF_MOOD: Record<Mood, Tone> = {
  walking: "busy",
  hurt: "warn",
  healed: "good",
  went: "good",
  failed: "bad",
};

/** The last failure of a state that is not over it, or null. */
export function lastFailure(state: State): Try | null {
  if (!["hurt", "failed"].includes(moodOf(state))) return null;
  return state.tries.filter(({ outcome }) => outcome === "failed").at(-1) ?? null;
}

const ENDED = ["COMPLETED", "CANCELLED"];
export const hasEnded = (status: string): boolean => ENDED.includes(status);

export const TONE_OF_STATUS = (status: string): Tone =>
  status === "COMPLETED" ? "good" : status === "CANCELLED" ? "plain" : "busy";

/** `PaidOnceWorkflow-ReserveStock6192D533-6588093AF67AD` is the function ReserveStock. */
export function functionName(deployed: string): string {
  return /-([A-Za-z]+?)[0-9A-F]{8}-/.exec(deployed)?.[1] ?? deployed;
}
