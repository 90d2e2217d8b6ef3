/** What the page knows, and how it comes to know it: one look after another, while somebody looks. */

import { computed, signal } from "@preact/signals";
import { keep, kept } from "../shared/kept";
import { pause } from "../shared/patience";
import { say, type Values } from "../shared/words";
import * as bench from "./bench";
import { buy, type Card, type Purchase, realStreet } from "./customer";
import { FOR_EVER, functionName, hasEnded, type Switch } from "./rules";

export const MOST_SHOWN = 12;
const LOOK_SECONDS = 0.7;
const LATE_MS = 2500;
const NOTES = 6;
const SHOWN = "crash-orders";

export interface Note {
  at: string;
  text: string;
}

export const seen = signal<bench.Look | null>(null);
export const orders = signal<Record<string, bench.Order>>({});
/** Ids, the newest first. */
export const shown = signal<string[]>([]);
/** The shop's, as the audit tells it. */
export const currency = computed(() => seen.value?.audit.report?.currency ?? "EUR");
export const purchases = signal<Record<string, Purchase>>({});
export const notes = signal<Note[]>([]);
/** Since when nobody answers (milliseconds), or null. */
export const awaySince = signal<number | null>(null);
export const strikes = signal<"once" | "always">("once");
/** What was pressed and is not answered yet. */
export const pressed = signal<string | null>(null);

let bought = 0;

export function start(): void {
  shown.value = (kept<string[]>(SHOWN) ?? []).filter((id) => typeof id === "string").slice(0, MOST_SHOWN);
  void watch();
}

async function watch(): Promise<never> {
  for (;;) {
    if (!document.hidden) await lookOnce();
    await pause(LOOK_SECONDS);
  }
}

async function lookOnce(): Promise<void> {
  // Who is being started keeps callers waiting.
  const late = setTimeout(gone, LATE_MS);
  const open = shown.value.filter((id) => !hasEnded(orders.value[id]?.status ?? ""));
  try {
    const found = await bench.look(open, shown.value);
    seen.value = found;
    for (const order of found.orders ?? []) orders.value = { ...orders.value, [order.order_id]: order };
    if (found.orders === null) gone();
    else back();
  } catch {
    gone();
  } finally {
    clearTimeout(late);
  }
}

function gone(): void {
  awaySince.value ??= Date.now();
}

function back(): void {
  if (awaySince.value === null) return;
  const seconds = Math.round((Date.now() - awaySince.value) / 1000);
  awaySince.value = null;
  if (seconds > 1) note("note.back", { seconds });
}

export function buyNow(count: number, card: Card): void {
  for (let each = 0; each < count; each += 1) {
    bought += 1;
    void buy(crypto.randomUUID(), card, bought, realStreet(bench.customer, told));
  }
}

function told(purchase: Purchase): void {
  const { orderId } = purchase;
  purchases.value = { ...purchases.value, [purchase.key]: purchase };
  if (orderId === undefined || shown.value.includes(orderId)) return;
  shown.value = [orderId, ...shown.value].slice(0, MOST_SHOWN);
  keep(SHOWN, shown.value);
}

export const killOne = (what: bench.Killed["what"]): Promise<void> =>
  press(`kill.${what}`, async () => {
    const killed = await bench.kill(what);
    const values = { pid: killed.pid, step: functionName(killed.function ?? "") };
    if (what === "provider") note("note.killed-provider", values);
    else note(killed.function === null ? "note.killed-idle" : "note.killed-worker", values);
  });

export const restartAll = (): Promise<void> =>
  press("restart", async () => {
    await bench.restart();
    note("note.restart");
  });

/** On: the fault strikes once, or until it is switched off. Off: what was ordered of it is called off. */
export const turn = (operation: string, fault: string, { on, ids }: Switch): Promise<void> =>
  press(`${operation}.${fault}`, async () => {
    for (const id of ids) await bench.clearFault(id);
    if (!on) await bench.orderFault(operation, fault, strikes.value === "once" ? 1 : FOR_EVER);
    await lookOnce();
  });

async function press(what: string, act: () => Promise<void>): Promise<void> {
  if (pressed.value !== null) return;
  pressed.value = what;
  try {
    await act();
  } catch (error) {
    if (error instanceof bench.Denied) note("note.denied", { why: error.message });
    else note("note.unanswered");
  } finally {
    pressed.value = null;
  }
}

function note(key: string, values: Values = {}): void {
  const at = new Date().toISOString();
  notes.value = [{ at, text: say(key, values) }, ...notes.value].slice(0, NOTES);
}
