/** A conversation that is open on the page: what was said, what is being sent, who is there. */

import { type Signal, signal } from "@preact/signals";
import { why } from "../../shared/refusals";
import { type ConversationLine, call, live } from "../calls";
import { joined, lastOfShop, stillUnsent, type Unsent } from "./lines";
import { whoIsThere } from "./there";
import { seen } from "./unread";

const PAGE = 30;

export interface Talk {
  lines: Signal<ConversationLine[] | null>;
  unsent: Signal<Unsent[]>;
  older: Signal<string | null>;
  online: Signal<boolean>;
  typing: Signal<boolean>;
  failed: Signal<boolean>;
  wrong: Signal<string | null>;
  read(): Promise<void>;
  readOlder(): Promise<void>;
  say(text: string): void;
  again(clientId: string): void;
  writes(): void;
  end(): void;
}

export function openTalk(conversation: string): Talk {
  const lines = signal<ConversationLine[] | null>(null);
  const unsent = signal<Unsent[]>([]);
  const older = signal<string | null>(null);
  const there = whoIsThere(conversation);
  const failed = signal(false);
  const wrong = signal<string | null>(null);
  const path = { conversation };
  let newer: string | null = null;
  let readUpto = 0;
  let sending: Promise<void> = Promise.resolve();

  function take(more: readonly ConversationLine[]): void {
    lines.value = joined(lines.value ?? [], more);
    unsent.value = stillUnsent(unsent.value, lines.value);
    void markRead();
  }

  /** The newest page at first, then what came since. */
  async function read(): Promise<void> {
    try {
      const query = newer === null ? { limit: PAGE } : { limit: PAGE, cursor: newer };
      const { body } = await call("get", "/conversations/{conversation}/messages", { path, query });
      if (newer === null) older.value = body.older_cursor;
      newer = body.newer_cursor;
      there.online.value = body.online;
      readUpto = Math.max(readUpto, body.read.customer);
      failed.value = false;
      take(body.messages);
    } catch {
      failed.value = true;
    }
  }

  async function readOlder(): Promise<void> {
    if (older.value === null) return;
    try {
      const query = { limit: PAGE, cursor: older.value };
      const { body } = await call("get", "/conversations/{conversation}/messages", { path, query });
      older.value = body.older_cursor;
      take(body.messages);
    } catch (error) {
      wrong.value = why(error);
    }
  }

  /** Only what somebody looks at counts as read. */
  async function markRead(): Promise<void> {
    const upto = lastOfShop(lines.value ?? []);
    if (upto <= readUpto || document.visibilityState !== "visible") return;
    const before = readUpto;
    readUpto = upto;
    await call("put", "/conversations/{conversation}/read", { path, body: { upto } }).then(
      () => seen(conversation, upto),
      () => {
        readUpto = before;
      },
    );
  }

  /** One after the other, so that they stand as they were written. */
  function send(message: Unsent): void {
    mark(message.client_id, false);
    sending = sending.then(() => deliver(message));
  }

  async function deliver({ client_id, text }: Unsent): Promise<void> {
    try {
      const asking = { path, body: { client_id, text }, repeatable: true };
      const { body } = await call("post", "/conversations/{conversation}/messages", asking);
      wrong.value = null;
      take([body]);
    } catch (error) {
      wrong.value = why(error);
      mark(client_id, true);
    }
  }

  function mark(clientId: string, isFailed: boolean): void {
    unsent.value = unsent.value.map((one) =>
      one.client_id === clientId ? { ...one, failed: isFailed } : one,
    );
  }

  const ours = (about: { conversation: string }) => about.conversation === conversation;
  const stops = [
    live.on("message", ({ type: _, conversation: about, owner: __, ...message }) => {
      if (!ours({ conversation: about })) return;
      take([{ ...message, event: null }]);
    }),
    live.on("order", ({ order_id }) => {
      // What happened to the order stands among what is said about it.
      if (order_id === conversation && lines.value !== null) void read();
    }),
    live.state.subscribe((state) => {
      // What was said while the socket was away.
      if (state === "open" && lines.value !== null) void read();
    }),
  ];
  const look = () => void markRead();
  document.addEventListener("visibilitychange", look);
  /** What could not leave while there was no network goes out by itself. */
  const resend = () => {
    for (const message of unsent.value.filter((one) => one.failed)) send(message);
  };
  addEventListener("online", resend);

  return {
    lines,
    unsent,
    older,
    online: there.online,
    typing: there.typing,
    failed,
    wrong,
    read,
    readOlder,
    say: (text) => {
      const message = { client_id: crypto.randomUUID(), text, failed: false };
      unsent.value = [...unsent.value, message];
      there.wrote();
      send(message);
    },
    again: (clientId) => {
      const message = unsent.value.find(
        ({ client_id, failed: isFailed }) => client_id === clientId && isFailed,
      );
      if (message !== undefined) send(message);
    },
    writes: there.writes,
    end: () => {
      for (const stop of stops) stop();
      there.end();
      document.removeEventListener("visibilitychange", look);
      removeEventListener("online", resend);
    },
  };
}
