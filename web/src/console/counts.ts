/** How much waits in each corner of the shop: the numbers beside the names of the pages. */

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { call, live } from "./app";
import { useLook } from "./looked";
import type { Breaker } from "./rules/shapes";

export interface Counts {
  stuck: number;
  deadLetters: number;
  returns: number;
  inbox: number;
  circuit: Breaker["circuit"] | null;
}

const MOST = 100;
const EVERY_SECONDS = 20;
const LETTERS_EVERY_SECONDS = 60;

const changes = signal(0);

/** A page has seen its own number change: those beside the names are counted again at once, not in a minute. */
export function useRecount(n: number | null): void {
  const before = useRef(n);
  useEffect(() => {
    if (before.current !== null && n !== before.current) changes.value += 1;
    before.current = n;
  }, [n]);
}

/** Each is 0 until it is known; what a page shows itself is read by that page. */
export function useCounts(): { counts: Counts; reachable: boolean } {
  const waiting = useLook("waiting", EVERY_SECONDS, async (signal) => {
    const [measures, returns] = await Promise.all([
      call("get", "/ops/measures", { query: { hours: 1 }, signal }),
      call("get", "/ops/returns", { query: { limit: MOST }, signal }),
    ]);
    const { orders, returns: stopped, set_aside } = measures.body.stuck;
    return {
      stuck: orders + stopped + set_aside,
      returns: returns.body.returns.length,
      circuit: measures.body.breaker.circuit,
    };
  });
  const letters = useLook("letters", LETTERS_EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/dead-letters", { signal });
    return body.queues.reduce((all, { messages = 0 }) => all + messages, 0);
  });
  const inbox = useLook("inbox", EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/conversations", { query: { unread: true, limit: MOST }, signal });
    return body.conversations.length;
  });
  const changed = changes.value;
  useEffect(() => {
    if (changed === 0) return;
    waiting.again();
    letters.again();
  }, [changed]);
  useEffect(() => live.on("unread", inbox.again), []);
  useEffect(() => live.on("read", inbox.again), []);
  return {
    counts: {
      stuck: waiting.value?.stuck ?? 0,
      returns: waiting.value?.returns ?? 0,
      circuit: waiting.value?.circuit ?? null,
      deadLetters: letters.value ?? 0,
      inbox: inbox.value ?? 0,
    },
    reachable: waiting.error === null,
  };
}
