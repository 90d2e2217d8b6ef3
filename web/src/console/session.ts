/**
 * An operator's session. A link's code opens it once; after that it is a cookie of its own, beside the shopper's,
 * which no script can read. The page says which of the two it means, and keeps only whose it is and when it ends.
 */

import { computed, type Signal, signal } from "@preact/signals";
import { forget, keep, kept } from "../shared/kept";
import { Refused, readProblem, Unreachable } from "../shared/problem";
import { type Session, USED } from "../shared/session";

export interface OperatorSession extends Session {
  /** Whose session it is; null where there is none, or none any more. */
  who: Signal<Who | null>;
  /** Spends a link's code. Rejects with Refused or Unreachable. */
  enter(code: string): Promise<void>;
  /** The page forgets it; the token itself ends with its eight hours. */
  leave(): Promise<void>;
}

export interface Who {
  owner: string;
  expires_at: string;
}

const NOTE = "operator";
const MEANT = { [USED]: "operator" };
const SECONDS = 20;

export function operatorSession(): OperatorSession {
  const note = signal(kept<Who>(NOTE));
  const who = computed(() => note.value);

  function set(one: Who | null): void {
    note.value = one;
    if (one === null) forget(NOTE);
    else keep(NOTE, one);
  }

  addEventListener("storage", ({ key }) => {
    if (key === NOTE) note.value = kept<Who>(NOTE);
  });

  return {
    who,
    authorization: () => MEANT,
    ready: () => Promise.resolve(),
    refused: () => {
      set(null);
      return Promise.resolve();
    },
    enter: async (code) => {
      const { owner, expires_at } = await ask("POST", "/api/sessions/operator", { code });
      set({ owner: String(owner), expires_at: String(expires_at) });
    },
    leave: async () => {
      await ask("DELETE", "/api/sessions/current").catch(() => undefined);
      set(null);
    },
  };
}

/** The code of a link, `#code=...`, or null. */
export function codeOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("code");
}

async function ask(method: string, url: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method,
    credentials: "same-origin",
    headers: { ...MEANT, "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(SECONDS * 1000),
  }).catch((error: unknown) => {
    throw new Unreachable(String(error));
  });
  const read = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(readProblem(answer.status, read, answer.headers));
  return (read ?? {}) as Record<string, unknown>;
}
