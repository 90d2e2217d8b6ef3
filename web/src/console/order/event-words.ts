/** What is told in the log and in the payment's ledger, in words; what has none is shown as it is called. */

import { has } from "../../shared/words";
import { type Key, t } from "../words";

export function eventWord(type: string): string {
  const key = `event.${type}`;
  return has(key) ? t(key as Key) : type;
}

export function ledgerWord(type: string): string {
  const key = `ledger.${type}`;
  return has(key) ? t(key as Key) : type;
}
