/** Orders, executions and their parts, as the operators' API tells them, with what a test says of them. */

import type { Attempt, Execution, Graph, LogEntry, Stop, Visit, Whole } from "../../src/console/rules/shapes";

/** So many seconds after noon. */
export const at = (seconds: number): string =>
  new Date(Date.parse("2026-11-27T12:00:00.000Z") + seconds * 1000).toISOString();

export function event(number: number, type: string, seconds: number, data: LogEntry["data"] = {}): LogEntry {
  return { number, type, at: at(seconds), data };
}

export function order(told: Partial<Whole> = {}): Whole {
  return {
    order_id: "ord_a",
    owner: "own_a",
    status: "PENDING",
    reason: null,
    version: 1,
    missing: [],
    total: { amount: 1330, currency: "EUR" },
    to_pay: { amount: 1330, currency: "EUR" },
    charged: { amount: 0, currency: "EUR" },
    credited: { amount: 0, currency: "EUR" },
    refunded: { amount: 0, currency: "EUR" },
    placed_at: at(0),
    confirmed_at: null,
    lines: [],
    delivered: {},
    returned: {},
    events: [event(1, "OrderPlaced", 0)],
    reservation: null,
    fulfilment: null,
    payment: null,
    stuck: null,
    settled: null,
    returns: [],
    refunds: [],
    executions: [],
    unreadable: {},
    ...told,
  };
}

export function stop(told: Partial<Stop> = {}): Stop {
  return {
    error: "KeyRejected",
    cause: "the provider answered 500",
    at: at(60),
    execution: "arn",
    state: "VoidPayment",
    attempts: 6,
    since: at(10),
    answer: null,
    ...told,
  };
}

export function failed(attempt: number, seconds: number, error: string, next: number | null = null): Attempt {
  const next_try_by = next === null ? null : at(next);
  return {
    attempt,
    at: at(seconds),
    ended_at: at(seconds),
    outcome: "failed",
    error,
    cause: null,
    next_try_by,
  };
}

export function succeeded(attempt: number, seconds: number): Attempt {
  const ended_at = at(seconds);
  return {
    attempt,
    at: ended_at,
    ended_at,
    outcome: "succeeded",
    error: null,
    cause: null,
    next_try_by: null,
  };
}

export function visit(state: string, from: number, to: number | null, attempts: Attempt[]): Visit {
  const outcome = to === null ? "running" : (attempts.at(-1)?.outcome ?? "succeeded");
  return { state, entered_at: at(from), left_at: to === null ? null : at(to), outcome, attempts };
}

const EDGES: [string, string, "next" | "error", string[]][] = [
  ["Authorize", "Confirm", "next", []],
  ["Authorize", "Abandon", "error", ["PaymentDeclined"]],
  ["Authorize", "Abandon", "error", ["States.ALL"]],
  ["Abandon", "AwaitOperator", "error", ["States.ALL"]],
];

/** A small machine: what is authorized is confirmed, or abandoned, or stands before an operator. */
export function execution(visits: Visit[], status: Execution["status"] = "RUNNING"): Execution {
  const names = ["Authorize", "Confirm", "Abandon", "AwaitOperator"];
  return {
    machine: "checkout",
    name: "ord_a",
    status,
    started_at: at(0),
    ended_at: null,
    start: "Authorize",
    states: names.map((name) => ({ name, type: "Task", comment: null })),
    edges: EDGES.map(([from, to, when, errors]) => ({ from, to, when, errors })),
    visits,
    cut: false,
  };
}

export function graph(...executions: Execution[]): Graph {
  return { order_id: "ord_a", status: "PENDING", executions, cut: false };
}
