/** Which orders are looked for: in the address of the page, and kept by name as tabs. */

import { STATUSES, type Status } from "./shapes";

export interface Filter {
  status: Status | null;
  /** Placed within so many hours, or whenever. */
  hours: number | null;
  /** An id or how an order's ends, or a customer's address. */
  q: string;
}

export interface Saved extends Filter {
  name: string;
}

export const EVERYTHING: Filter = { status: null, hours: null, q: "" };
export const HOURS = [1, 24, 168] as const;
export const MOST_SAVED = 12;

/** An address is nobody else's business: it is never written into the address bar, nor kept. */
const ID = /^((ord|ret|pi)_\w{1,250}|[a-z2-7]{4})$/i;

const WHOLE =
  /^([A-Za-z2-7]{4}|ord_[a-z2-7]{32}|ret_[a-z2-7]{32}_[a-z2-7]{8}|pi_\w{1,250}|[^\s@<>]{1,64}@[^\s@<>]+\.[^\s@<>]+)$/;

/** Whether the shop can find anything by it: all else is not asked for, since it would be refused. */
export function isSearchable(q: string): boolean {
  const wanted = q.trim();
  return wanted === "" || WHOLE.test(wanted);
}

export function toQuery({ status, hours, q }: Filter): string {
  const query = new URLSearchParams();
  if (status !== null) query.set("status", status);
  if (hours !== null) query.set("hours", String(hours));
  if (ID.test(q)) query.set("q", q);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

export function fromQuery(text: string): Filter {
  const query = new URLSearchParams(text);
  const hours = Number(query.get("hours"));
  const q = query.get("q") ?? "";
  return {
    status: STATUSES.find((one) => one === query.get("status")) ?? null,
    hours: HOURS.find((one) => one === hours) ?? null,
    q: ID.test(q) ? q : "",
  };
}

/** What the call is asked. `now` is rounded down to the minute, so that the pages of one search belong together. */
export function toCall({ status, hours, q }: Filter, now: number) {
  const from = hours === null ? null : new Date(Math.floor(now / 60_000) * 60_000 - hours * 3_600_000);
  return {
    ...(status === null ? {} : { status }),
    ...(from === null ? {} : { from: from.toISOString() }),
    ...(q.trim() === "" ? {} : { q: q.trim() }),
  };
}

export function same(one: Filter, other: Filter): boolean {
  return one.status === other.status && one.hours === other.hours && one.q === other.q;
}

/** With this one by its name, in place of the one that had it. */
export function withSaved(all: readonly Saved[], { name, status, hours, q }: Saved): Saved[] {
  const kept = { name: name.trim(), status, hours, q: ID.test(q) ? q : "" };
  return [...all.filter((one) => one.name !== kept.name), kept].slice(-MOST_SAVED);
}
