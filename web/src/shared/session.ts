/**
 * Who is calling. The one place of the pages that knows how a session is carried.
 *
 * A session is a cookie that no script can read: the edge makes the Authorization header of it. A page says which of
 * the browser's sessions it means, and is never handed a token.
 * The page keeps only when it was last renewed, so that it asks for a session before it needs one.
 */

import { forgetAccount } from "./account";
import { forget, keep, kept } from "./kept";

export interface Session {
  /** Headers that say who is calling, for a call of this URL. */
  authorization(url?: string): Record<string, string>;
  /** Makes sure that there is a session before a call; renews one that is a day old. */
  ready(url?: string): Promise<void>;
  /** The shop refused the session for this URL (401): begins another. Whether there is one now, without somebody
   *  logging in; rejects where that cannot be told. */
  refused(url?: string): Promise<boolean>;
}

const NOTE = "session";
export const USED = "Paidonce-Session";
const RENEWED_MS = 24 * 3600 * 1000;
const SECONDS = 15;
const TRIES = 3;

interface Note {
  renewed_at: number;
}

/** A guest's, begun without asking, or that of who has logged in: the same in every tab of the browser. */
export function guestSession(now: () => number = Date.now): Session {
  let opening: Promise<void> | null = null;

  function open(): Promise<void> {
    // One tab at a time: two that begin at once would begin as two guests.
    opening ??= exclusively(begin).finally(() => {
      opening = null;
    });
    return opening;
  }

  async function begin(): Promise<void> {
    if (fresh(kept<Note>(NOTE), now())) return;
    for (let tried = 1; ; tried += 1) {
      const status = await post();
      // A new guest, whoever this was before.
      if (status === 201) forgetAccount();
      if (status === 200 || status === 201) return keep(NOTE, { renewed_at: now() });
      // A cookie that is no good any more was cleared by this answer: the next begins a new guest.
      if (status !== 401 || tried === TRIES) throw new Error(`The shop opens no session: ${status}`);
    }
  }

  return {
    authorization: () => ({ [USED]: "session" }),
    ready: async () => {
      const note = kept<Note>(NOTE);
      if (fresh(note, now())) return;
      // One that was not renewed today may well be good: the call itself will tell.
      await open().catch((error: unknown) => {
        if (note === null) throw error;
      });
    },
    refused: async () => {
      forget(NOTE);
      await open();
      return true;
    },
  };
}

function fresh(note: Note | null, now: number): boolean {
  return note !== null && now - note.renewed_at < RENEWED_MS;
}

async function post(): Promise<number> {
  const signal = AbortSignal.timeout(SECONDS * 1000);
  const headers = { [USED]: "session" };
  const answer = await fetch("/api/sessions", {
    method: "POST",
    credentials: "same-origin",
    headers,
    signal,
  });
  await answer.text();
  return answer.status;
}

async function exclusively(work: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return work();
  await navigator.locks.request("session", work);
}
