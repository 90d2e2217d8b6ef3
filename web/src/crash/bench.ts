/** What the bench's control answers (local/crash/control.py), and the sandbox's faults. */

import { Unreachable } from "../shared/problem";

export interface Try {
  outcome: "running" | "succeeded" | "failed";
  error: string | null;
  /** When it is tried again at the latest (RFC 3339). */
  next_try_by: string | null;
}

export interface State {
  machine: string;
  state: string;
  outcome: Try["outcome"];
  tries: Try[];
}

export interface Order {
  order_id: string;
  status: string;
  reason: string | null;
  total: { amount: number; currency: string };
  states: State[];
}

/** Sums in minor units; `charges`: how often money was taken. */
export interface Account {
  tries: number;
  charges: number;
  held: number;
  captured: number;
  refunded: number;
}

export interface Fault {
  id: number;
  operation: string;
  fault: string;
  fired: number;
  pending: number;
}

export interface Report {
  /** Unix seconds. */
  at: number;
  violations: string[];
  in_flight: number;
  held: number;
  currency: string;
  units_held: number;
}

/** The last report, null before the first; since when there could be no newer one (Unix seconds), or null. */
export interface Audit {
  report: Report | null;
  failing_since: number | null;
}

export interface Look {
  /** Null while the shop is away. */
  orders: Order[] | null;
  /** Null while the provider is away. `at`: Unix seconds. */
  provider: { at: number; ledger: Record<string, Account>; faults: Fault[] } | null;
  audit: Audit;
}

export interface Killed {
  what: "worker" | "provider";
  pid: number;
  function: string | null;
}

const SECONDS = 20;

/** Says no, with the reason of whoever did. */
export class Denied extends Error {
  override name = "Denied";
}

/** How `orders` stand, and what the provider has for `paid`. */
export const look = (orders: string[], paid: string[]): Promise<Look> =>
  ask("POST", "/crash/look", { orders, paid });
export const kill = (what: Killed["what"]): Promise<Killed> => ask("POST", "/crash/kill", { what });
export const restart = (): Promise<unknown> => ask("POST", "/crash/restart", {});
export const customer = (): Promise<{ token: string }> => ask("POST", "/crash/customers", {});
export const clearFault = (id: number): Promise<unknown> => ask("DELETE", `/sandbox/faults/${id}`);
export const orderFault = (operation: string, fault: string, times: number): Promise<Fault> =>
  ask("POST", "/sandbox/faults", { operation, fault, times });

/** Rejects with Denied, or Unreachable where nobody answered or they ask to come again. */
async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(SECONDS * 1000);
  let status: number;
  let said: unknown;
  try {
    const answer = await fetch(path, { method, headers, signal, ...sent });
    status = answer.status;
    said = await answer.json();
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (status < 300) return said as T;
  const { detail } = said as { detail?: string };
  if (status >= 500) throw new Unreachable(detail ?? String(status));
  throw new Denied(detail ?? String(status));
}
