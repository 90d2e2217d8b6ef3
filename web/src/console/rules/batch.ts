/** Several of a list, changed one after the other for one reason: what came of each is known, and none is done twice. */

export interface Batch {
  why: string;
  /** Each one's own key is made of it: whoever is sent again after a lost answer is the same wish. */
  key: string;
  all: readonly string[];
  done: readonly string[];
  failed: readonly { id: string; error: unknown }[];
}

export type Send = (id: string, why: string, key: string) => Promise<void>;

export function begun(all: readonly string[], why: string, key: string): Batch {
  return { why, key, all, done: [], failed: [] };
}

/** How many of it nothing was heard of yet. */
export const left = ({ all, done, failed }: Batch): number => all.length - done.length - failed.length;

/** Those that failed are to be tried once more, under the keys that they had. */
export const again = (batch: Batch): Batch => ({ ...batch, failed: [] });

/** Sends what is left, one at a time; `tell` hears of the batch after each. What fails keeps no other back. */
export async function run(batch: Batch, send: Send, tell: (batch: Batch) => void): Promise<void> {
  let now = batch;
  for (const id of batch.all.filter((one) => !batch.done.includes(one))) {
    const error = await send(id, batch.why, `${batch.key} ${id}`).then(
      () => null,
      (refused: unknown) => refused ?? new Error("refused"),
    );
    now =
      error === null
        ? { ...now, done: [...now.done, id] }
        : { ...now, failed: [...now.failed, { id, error }] };
    tell(now);
  }
}
