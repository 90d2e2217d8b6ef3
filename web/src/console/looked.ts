/** What is shown is read again and again, quietly: while somebody looks, and less often while nobody answers. */

import { useEffect, useRef, useState } from "preact/hooks";
import { problemOf } from "../shared/problem";
import { nextLook } from "./rules/patience";

export interface Looked<T> {
  value: T | null;
  /** When `value` was read, RFC 3339. */
  at: string | null;
  /** Why the last look failed; null where it did not. */
  error: unknown;
  again: () => void;
}

type Read<T> = (signal: AbortSignal) => Promise<T>;

const NOTHING = { value: null, at: null, error: null };

/** `of` tells what is looked at: with another, all begins anew. `every` in seconds; null reads once. */
export function useLook<T>(of: string, every: number | null, read: Read<T>): Looked<T> {
  const [looked, setLooked] = useState<Omit<Looked<T>, "again"> & { of: string }>({ of, ...NOTHING });
  const again = useRef<() => void>(() => undefined);
  const latest = useRef(read);
  latest.current = read;
  const seconds = useRef(every);
  seconds.current = every;

  useEffect(() => {
    const look = looking(
      (signal) => latest.current(signal),
      () => seconds.current,
      (news) => setLooked((before) => ({ ...(before.of === of ? before : { of, ...NOTHING }), ...news })),
    );
    again.current = look.now;
    return look.end;
  }, [of]);

  const shown = looked.of === of ? looked : NOTHING;
  return { value: shown.value, at: shown.at, error: shown.error, again: () => again.current() };
}

type News<T> = { value: T; at: string; error: null } | { error: unknown };

export function looking<T>(read: Read<T>, every: () => number | null, tell: (news: News<T>) => void) {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  let once = false;
  let failures = 0;

  async function now(): Promise<void> {
    clearTimeout(timer);
    // What is being read may be older than what was heard of meanwhile.
    once = busy;
    if (busy || ended.signal.aborted) return;
    busy = true;
    const at = new Date().toISOString();
    const news = await read(ended.signal).then(
      (value): News<T> => ({ value, at, error: null }),
      (error: unknown): News<T> => ({ error }),
    );
    busy = false;
    if (ended.signal.aborted) return;
    failures = news.error === null ? 0 : failures + 1;
    tell(news);
    if (once) return now();
    later(news.error);
  }

  function later(error: unknown): void {
    const seconds = every();
    const refused = problemOf(error)?.status ?? 0;
    // What is not there, or not ours, is not asked for again by itself.
    if (refused >= 400 && refused < 500 && refused !== 429) return;
    if (document.visibilityState === "hidden" || (seconds === null && failures === 0)) return;
    timer = setTimeout(now, nextLook(seconds ?? 5, failures) * 1000);
  }

  function seen(): void {
    if (document.visibilityState === "visible") void now();
  }

  document.addEventListener("visibilitychange", seen);
  addEventListener("online", seen);
  void now();
  return {
    now: () => void now(),
    end: () => {
      ended.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("online", seen);
    },
  };
}
