/**
 * The socket by which a page hears of changes (the messages are in asyncapi.json).
 *
 * A ticket opens it; `hello` names the orders that the page shows, with their versions, so that nothing is missed
 * while there was none. It is opened again whenever it ends, later and later, but for a `gone` that says not to: then
 * when the page is next looked at. While `state` is not "open", whoever shows something reads it over HTTP.
 */

import { type Signal, signal } from "@preact/signals";
import type { Sent, Told } from "../contract/live";
import type { Call } from "./call";
import { pauseBeforeSocket } from "./patience";

export type LiveState = "connecting" | "open" | "lost";
export type ToldType = Told["type"];
type Of<T extends ToldType> = Extract<Told, { type: T }>;
type Listener<T extends ToldType> = (message: Of<T>) => void;

export interface Live {
  state: Signal<LiveState>;
  start(): void;
  /** Hears messages of a type until the function that is returned is called. */
  on<T extends ToldType>(type: T, listener: Listener<T>): () => void;
  /** The version that the page has of an order, 0 before it has any: what hello fills gaps from. */
  have(orderId: string, version: number): void;
  /** Says something if the socket is open; whether it could. Nothing waits for an answer. */
  send(message: Sent): boolean;
  /** Somebody looks at the page, or the network is back: the next try is now. */
  hurry(): void;
}

export const MOST_ORDERS = 50;
const OPEN = 1; // WebSocket.OPEN
const PING_MS = 5 * 60 * 1000;
const ANSWER_MS = 15 * 1000;
const SPREAD_MS = 60 * 1000;

export function liveOf(call: Call, open: (ticket: string) => WebSocket = openSocket): Live {
  const state = signal<LiveState>("connecting");
  const versions = new Map<string, number>();
  const listeners = new Map<string, Set<(message: never) => void>>();
  let current: Connection | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let connecting = false;
  let dismissed = false;

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(connect, ms);
  }

  async function connect(): Promise<void> {
    clearTimeout(timer);
    if (connecting) return;
    connecting = true;
    try {
      const { body } = await call("post", "/live/tickets", { repeatable: true });
      begin(open(body.ticket));
    } catch {
      connecting = false;
      failed();
    }
  }

  function begin(socket: WebSocket): void {
    const connection = new Connection(socket, {
      since: () => Object.fromEntries([...versions].slice(-MOST_ORDERS)),
      greeted: () => {
        connecting = false;
        failures = 0;
        const before = current;
        current = connection;
        state.value = "open";
        // What both were told does no harm: versions and numbers say what is new.
        before?.end();
      },
      told: (message) => {
        if (message.type === "gone") return gone(connection, message);
        if (message.type === "order") raise(versions, message.order_id, message.version);
        for (const listener of listeners.get(message.type) ?? []) (listener as (one: Told) => void)(message);
      },
      ended: () => {
        if (current !== null && current !== connection) return stay(connection);
        current = null;
        connecting = false;
        if (!dismissed) failed();
      },
    });
  }

  /** One that was to take another's place broke before it could: the other still stands, for a while. */
  function stay(connection: Connection): void {
    if (connection.wasGreeted) return;
    connecting = false;
    failures += 1;
    later(pauseBeforeSocket(failures, Math.random()) * 1000);
  }

  function gone(connection: Connection, { reconnect, ends_in }: Of<"gone">): void {
    if (!reconnect) {
      dismissed = true;
      state.value = "lost";
      connection.end();
      return;
    }
    later(Math.random() * Math.min(SPREAD_MS, ends_in * 500));
  }

  function failed(): void {
    state.value = "lost";
    later(pauseBeforeSocket(failures, Math.random()) * 1000);
    failures += 1;
  }

  return {
    state,
    start: () => void connect(),
    have: (orderId, version) => raise(versions, orderId, version),
    send: (message) => current?.send(message) ?? false,
    hurry: () => {
      if (state.value !== "lost") return;
      failures = 0;
      dismissed = false;
      void connect();
    },
    on: (type, listener) => {
      const hearing = listeners.get(type) ?? new Set();
      listeners.set(type, hearing.add(listener as (message: never) => void));
      return () => void hearing.delete(listener as (message: never) => void);
    },
  };
}

interface Heard {
  since(): Record<string, number>;
  greeted(): void;
  told(message: Told): void;
  ended(): void;
}

/** One socket, from its opening to its end. Whoever does not answer in time is left. */
class Connection {
  wasGreeted = false;
  private over = false;
  private ping: ReturnType<typeof setInterval> | undefined;
  private answer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly heard: Heard,
  ) {
    this.awaitAnswer();
    socket.addEventListener("open", () => this.send({ type: "hello", since: heard.since() }));
    socket.addEventListener("message", ({ data }) => this.hear(data));
    socket.addEventListener("close", () => this.end());
    socket.addEventListener("error", () => this.end());
  }

  send(message: Sent): boolean {
    if (this.over || this.socket.readyState !== OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  end(): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.ping);
    clearTimeout(this.answer);
    this.socket.close();
    this.heard.ended();
  }

  private hear(data: unknown): void {
    const message = told(data);
    if (this.over || message === null) return;
    if (message.type === "hello" || message.type === "pong") clearTimeout(this.answer);
    if (message.type === "hello" && !this.wasGreeted) {
      this.wasGreeted = true;
      this.ping = setInterval(() => this.live(), PING_MS);
      this.heard.greeted();
    }
    this.heard.told(message);
  }

  private live(): void {
    this.send({ type: "ping" });
    this.awaitAnswer();
  }

  private awaitAnswer(): void {
    clearTimeout(this.answer);
    this.answer = setTimeout(() => this.end(), ANSWER_MS);
  }
}

/** Keeps the highest. */
export function raise(versions: Map<string, number>, orderId: string, version: number): void {
  versions.set(orderId, Math.max(version, versions.get(orderId) ?? 0));
}

/** What was said, or null: the gateway in between says things of its own. */
export function told(data: unknown): Told | null {
  try {
    const message = JSON.parse(String(data)) as unknown;
    return typeof message === "object" && message !== null && "type" in message ? (message as Told) : null;
  } catch {
    return null;
  }
}

function openSocket(ticket: string): WebSocket {
  const { protocol, host } = location;
  return new WebSocket(
    `${protocol === "https:" ? "wss" : "ws"}://${host}/live?ticket=${encodeURIComponent(ticket)}`,
  );
}
