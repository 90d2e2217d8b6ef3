/** My credit: the balance, and what came and went, the newest first, page by page. */

import { signal } from "@preact/signals";
import { type Balance, type CreditEntry, call } from "../calls";

const PAGE = 10;

interface Known {
  shown: Balance | null;
  entries: CreditEntry[];
  next: string | null;
  failed: boolean;
  reading: boolean;
}

export const credit = signal<Known>({ shown: null, entries: [], next: null, failed: false, reading: false });

export const readFirst = (): Promise<void> => read(null);

export async function readMore(): Promise<void> {
  if (credit.value.next !== null && !credit.value.reading) await read(credit.value.next);
}

/** Rejects where the code is refused. It may be sent again: whose it is by now is told the same. */
export async function redeem(code: string): Promise<void> {
  await call("post", "/credit/redeem", { body: { code }, repeatable: true });
  await readFirst();
}

async function read(cursor: string | null): Promise<void> {
  credit.value = { ...credit.value, reading: true };
  try {
    const query = cursor === null ? { limit: PAGE } : { limit: PAGE, cursor };
    const { balance, held, entries, next_cursor } = (await call("get", "/credit", { query })).body;
    const before = cursor === null ? [] : credit.value.entries;
    credit.value = {
      shown: { balance, held },
      entries: [...before, ...entries],
      next: next_cursor,
      failed: false,
      reading: false,
    };
  } catch {
    credit.value = { ...credit.value, failed: true, reading: false };
  }
}
