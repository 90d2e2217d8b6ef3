/** A conversation that is open on the page: what was said, what is being sent, who is there. */

import { type Signal, signal } from "@preact/signals";
import { why } from "../../shared/refusals";
import { type ConversationLine, live } from "../calls";
import { lastOfShop, type Unsent } from "./lines";
import { Marker } from "./marker";
import { Outbox } from "./outbox";
import { Pages } from "./pages";
import { whoIsThere } from "./there";

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
  const pages = new Pages(conversation);
  const marker = new Marker(conversation);
  const there = whoIsThere(conversation);
  const failed = signal(false);
  const outbox = new Outbox(conversation, (line) => {
    pages.take([line]);
    took();
  });

  const look = () => void marker.look(lastOfShop(pages.lines.value ?? []));

  function took(): void {
    outbox.found(pages.lines.value ?? []);
    look();
  }

  async function read(): Promise<void> {
    try {
      const { online, readUpto } = await pages.read();
      there.online.value = online;
      marker.known(readUpto);
      failed.value = false;
      took();
    } catch {
      failed.value = true;
    }
  }

  async function readOlder(): Promise<void> {
    try {
      await pages.readOlder();
      took();
    } catch (error) {
      outbox.wrong.value = why(error);
    }
  }

  /** Once something was read: before that the first reading is on its way. */
  const readAgain = () => pages.lines.value !== null && void read();

  const stops = [
    live.on("message", ({ type: _, conversation: about, owner: __, ...message }) => {
      if (about !== conversation) return;
      pages.take([{ ...message, event: null }]);
      took();
    }),
    // What happened to the order stands among what is said about it.
    live.on("order", ({ order_id }) => order_id === conversation && readAgain()),
    // What was said while the socket was away.
    live.state.subscribe((state) => void (state === "open" && readAgain())),
    hearing(document, "visibilitychange", look),
    hearing(window, "online", () => outbox.resend()),
  ];

  return {
    lines: pages.lines,
    unsent: outbox.unsent,
    older: pages.older,
    online: there.online,
    typing: there.typing,
    failed,
    wrong: outbox.wrong,
    read,
    readOlder,
    say: (text) => {
      there.wrote();
      outbox.write(text);
    },
    again: (clientId) => outbox.again(clientId),
    writes: there.writes,
    end: () => {
      for (const stop of stops) stop();
      there.end();
    },
  };
}

/** Hears an event until the function that is returned is called. */
function hearing(on: EventTarget, event: string, listener: () => void): () => void {
  on.addEventListener(event, listener);
  return () => on.removeEventListener(event, listener);
}
