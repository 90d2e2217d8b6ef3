/**
 * An operator's session: a cookie of its own, beside the shopper's, which no script can read. The page says which of
 * the two it means, and keeps only whose it is and when it ends.
 */

import { computed, type Signal, signal } from "@preact/signals";
import { forget, keep, kept } from "../shared/kept";
import { comeBack, type Face, goToLogin, signOut } from "../shared/login";
import { type Session, USED } from "../shared/session";

export interface OperatorSession extends Session {
  /** Whose session it is; null where there is none, or none any more. */
  who: Signal<Who | null>;
  /** Leaves for the issuer of accounts. Rejects with Refused or Unreachable. */
  logIn(): Promise<void>;
  /** Back from there; the page to go on with. Rejects with LoginBroken, Refused or Unreachable. */
  enter(): Promise<string>;
  /** Signs out. Rejects with Refused or Unreachable. */
  leave(): Promise<void>;
}

export interface Who {
  owner: string;
  expires_at: string;
}

export const BACK = "/console/signed-in";
const CONSOLE: Face = { session: "operator", page: BACK, home: "/console" };
const NOTE = "operator";

export function operatorSession(): OperatorSession {
  const note = signal(stillGood(kept<Who>(NOTE)));
  const who = computed(() => note.value);

  function set(one: Who | null): void {
    note.value = one;
    if (one === null) forget(NOTE);
    else keep(NOTE, one);
  }

  addEventListener("storage", ({ key }) => {
    if (key === NOTE) note.value = stillGood(kept<Who>(NOTE));
  });

  return {
    who,
    authorization: () => ({ [USED]: "operator" }),
    ready: () => Promise.resolve(),
    refused: () => {
      set(null);
      return Promise.resolve(false);
    },
    logIn: () => goToLogin(CONSOLE, location.pathname === BACK ? CONSOLE.home : location.pathname),
    enter: async () => {
      const { session, back } = await comeBack(CONSOLE);
      set({ owner: session.owner, expires_at: session.expires_at });
      return back;
    },
    leave: () => signOut(CONSOLE, false, () => set(null)),
  };
}

/** A session that has ended by the clock is none: the shop would refuse it. */
function stillGood(who: Who | null): Who | null {
  return who !== null && Date.parse(who.expires_at) > Date.now() ? who : null;
}
