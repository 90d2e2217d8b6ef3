/**
 * A checkout filled in half: kept in this browser at once, and with the session a moment later, where another device of
 * the same session finds it. Of two that were kept the later one counts. It is a convenience: where it cannot be kept,
 * all goes on without. Never a real card's payment method.
 */

import { forget, keep, kept } from "../../shared/kept";
import { call } from "../calls";
import { type Draft, readDraft } from "./address";
import { isDemo } from "./attempt";

const NAME = "delivery";
const MEMBER = "checkout";
const PATH = "/sessions/current/data";
const PAUSE_MS = 800;
const TRIES = 2;

export interface Filled {
  draft: Draft;
  /** How to pay, where that is one of the sandbox's cards. */
  method: string | null;
}

let timer: ReturnType<typeof setTimeout> | undefined;
let sending = false;
/** What the session is to keep: null for nothing; undefined where it keeps that already. */
let wanted: object | null | undefined;

/** What this browser kept. */
export const keptHere = (): Filled => filled(kept(NAME));

/** What the session kept, where that is later than what this browser did; which it keeps from now on. */
export async function keptElsewhere(): Promise<Filled | null> {
  const found = await call("get", PATH, { tries: TRIES }).catch(() => null);
  if (found === null || found.headers.has("Paidonce-Session-Data")) return null;
  const theirs = found.body[MEMBER];
  if (wanted !== undefined) return null;
  if (at(theirs) > at(kept(NAME))) {
    keep(NAME, theirs);
    return filled(theirs);
  }
  if (at(kept(NAME)) > at(theirs)) later(kept(NAME));
  return null;
}

export function keepFilled({ draft, method }: Filled): void {
  const value = { ...draft, method: method !== null && isDemo(method) ? method : null, at: Date.now() };
  keep(NAME, value);
  later(value);
}

export function forgetFilled(): void {
  forget(NAME);
  later(null);
}

function later(value: object | null): void {
  wanted = value;
  clearTimeout(timer);
  timer = setTimeout(send, PAUSE_MS);
}

/** One at a time, so that the session keeps what was wanted last. */
async function send(): Promise<void> {
  if (sending) return;
  sending = true;
  while (wanted !== undefined) {
    const value = wanted;
    const body = { [MEMBER]: value } as never;
    await (value === null
      ? call("delete", PATH, { tries: TRIES })
      : call("put", PATH, { body, tries: TRIES })
    ).catch(() => undefined);
    if (wanted === value) wanted = undefined;
  }
  sending = false;
}

function filled(value: unknown): Filled {
  const method = (value as { method?: unknown } | null | undefined)?.method;
  return {
    draft: readDraft(value, navigator.languages),
    method: typeof method === "string" && isDemo(method) ? method : null,
  };
}

function at(value: unknown): number {
  const time = (value as { at?: unknown } | null | undefined)?.at;
  return typeof time === "number" ? time : 0;
}
