/** How much the shop has said that was not read, by conversation. */

import { computed, signal } from "@preact/signals";
import { call, live } from "../calls";

interface Count {
  count: number;
  seq: number;
}

const counts = signal<Record<string, Count>>({});

export const SUPPORT = "support";

export const unreadOf = (conversation: string): number => counts.value[conversation]?.count ?? 0;

/** Of all conversations about orders together. */
export const unreadOrders = computed(() =>
  Object.entries(counts.value).reduce((all, [name, { count }]) => (name === SUPPORT ? all : all + count), 0),
);

/** Counts go by the highest number that they know of. */
export function told(conversation: string, count: number, seq: number): void {
  const before = counts.value[conversation];
  if (before !== undefined && before.seq > seq) return;
  counts.value = { ...counts.value, [conversation]: { count, seq } };
}

/** All up to this message was read here. */
export const seen = (conversation: string, upto: number): void => told(conversation, 0, upto);

/** The newest conversations, once; then what is told. */
export function followUnread(): void {
  live.on("unread", ({ conversation, count, seq }) => told(conversation, count, seq));
  live.state.subscribe((state) => {
    if (state === "open") void read();
  });
}

async function read(): Promise<void> {
  try {
    const { body } = await call("get", "/conversations", { query: { limit: 50 } });
    for (const { conversation, unread, seq } of body.conversations) told(conversation, unread, seq);
  } catch {
    // It is a hint beside a link; the conversation itself says more.
  }
}
