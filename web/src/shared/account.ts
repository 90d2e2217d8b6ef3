/** Whether this browser's customer has logged in. Only a note for the pages: what counts is the cookie. */

import { signal } from "@preact/signals";
import { forget, keep, kept } from "./kept";

export const ACCOUNT = "account";
export const account = signal<{ owner: string } | null>(kept<{ owner: string }>(ACCOUNT));

export function setAccount(owner: string): void {
  account.value = { owner };
  keep(ACCOUNT, account.value);
}

/** The browser's other tabs hear of it. */
export function forgetAccount(): void {
  if (account.value === null) return;
  account.value = null;
  forget(ACCOUNT);
}
