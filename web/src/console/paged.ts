/** Lists by pages: what is shown is read anew as a whole, so that nothing on it is older than the rest. */

import { useEffect, useRef, useState } from "preact/hooks";
import { type Looked, useLook } from "./looked";

export interface PageOf<T> {
  items: T[];
  next: string | null;
}

export interface Paged<T> {
  looked: Looked<PageOf<T>>;
  /** One page more; null where there is none, or where enough is shown. */
  more: (() => void) | null;
  reading: boolean;
}

/** A longer list is for a search, not for reading. */
const MOST_PAGES = 10;

export function usePages<T>(
  of: string,
  every: number | null,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>,
): Paged<T> {
  const pages = useRef(1);
  const [wanted, setWanted] = useState(1);
  useEffect(() => {
    pages.current = 1;
    setWanted(1);
  }, [of]);
  const looked = useLook(of, every === null ? null : every * wanted, async (signal) => {
    const items: T[] = [];
    let next: string | null = null;
    for (let page = 0; page < pages.current && (page === 0 || next !== null); page += 1) {
      const found: PageOf<T> = await read(next ?? undefined, signal);
      items.push(...found.items);
      next = found.next;
    }
    return { items, next, pages: pages.current };
  });
  const shown = looked.value?.pages ?? 1;
  const more = () => {
    pages.current += 1;
    setWanted(pages.current);
    looked.again();
  };
  const ends = looked.value === null || looked.value.next === null || pages.current >= MOST_PAGES;
  return { looked, more: ends ? null : more, reading: wanted > shown && looked.error === null };
}
