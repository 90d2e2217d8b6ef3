/** Which rows of a list are chosen; what is not in the list any more is not chosen either. */

import { useState } from "preact/hooks";

export interface Chosen {
  ids: readonly string[];
  has: (id: string) => boolean;
  set: (ids: readonly string[], on: boolean) => void;
}

export function useChosen(all: readonly string[]): Chosen {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const ids = [...new Set(all)].filter((id) => picked.has(id));
  return {
    ids,
    has: (id) => picked.has(id),
    set: (some, on) => setPicked(new Set(on ? [...ids, ...some] : ids.filter((id) => !some.includes(id)))),
  };
}
