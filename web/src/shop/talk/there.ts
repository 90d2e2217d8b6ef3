/** Whether the shop is there, and whether it is writing: each holds for as long as it was said to, and no longer. */

import { type Signal, signal } from "@preact/signals";
import { live } from "../calls";

const TYPING_MS = 3000;

export interface There {
  online: Signal<boolean>;
  typing: Signal<boolean>;
  /** The customer writes something: told every few seconds at most, while the socket is open. */
  writes(): void;
  /** What was written was sent: the next is told at once. */
  wrote(): void;
  end(): void;
}

export function whoIsThere(conversation: string): There {
  const online = signal(false);
  const typing = signal(false);
  let typingEnds: ReturnType<typeof setTimeout> | undefined;
  let onlineEnds: ReturnType<typeof setTimeout> | undefined;
  let toldAt = 0;

  /** Asks to be told who is there, now and when that changes. */
  function watch(): void {
    live.send({ type: "watch", conversation });
  }

  /** Nothing was heard of them for as long as they were said to be there. */
  function lost(): void {
    online.value = false;
    watch();
  }

  function stopTyping(): void {
    typing.value = false;
  }

  const ofShop = (about: string, side: string) => about === conversation && side === "operator";
  const stops = [
    live.on("typing", (told) => {
      if (!ofShop(told.conversation, told.from)) return;
      typing.value = true;
      clearTimeout(typingEnds);
      typingEnds = setTimeout(stopTyping, told.expires_in * 1000);
    }),
    live.on("message", (told) => {
      if (ofShop(told.conversation, told.from)) stopTyping();
    }),
    live.on("presence", (told) => {
      if (!ofShop(told.conversation, told.side)) return;
      online.value = told.online;
      clearTimeout(onlineEnds);
      if (told.online) onlineEnds = setTimeout(lost, told.expires_in * 1000);
    }),
    live.state.subscribe((state) => {
      if (state === "open") watch();
    }),
  ];

  return {
    online,
    typing,
    writes: () => {
      if (Date.now() - toldAt < TYPING_MS) return;
      if (live.send({ type: "typing", conversation })) toldAt = Date.now();
    },
    wrote: () => {
      toldAt = 0;
    },
    end: () => {
      for (const stop of stops) stop();
      clearTimeout(typingEnds);
      clearTimeout(onlineEnds);
    },
  };
}
