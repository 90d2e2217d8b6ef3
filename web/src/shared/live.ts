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
import { Connection, openSocket } from "./connection";
import { pauseBeforeSocket } from "./patience";
import { problemOf } from "./problem";

export type LiveState = "connecting" | "open" | "lost";
export type ToldType = Told["type"];
type Of<T extends ToldType> = Extract<Told, { type: T }>;
type Listener<T extends ToldType> = (message: Of<T>) => void;

export interface Live {
  state: Signal<LiveState>;
  /** The orders of which the shop said that it tells on this socket; none while there is no socket. */
  followed: Signal<ReadonlySet<string>>;
  start(): void;
  /** Hears messages of a type until the function that is returned is called. */
  on<T extends ToldType>(type: T, listener: Listener<T>): () => void;
  /** The version that the page has of an order, 0 before it has any: what hello fills gaps from. */
  have(orderId: string, version: number): void;
  /** An operator's page shows this order, at this version, until the function that is returned is called: the
   *  shop is asked to tell of it. A customer is told of all of theirs. */
  follow(orderId: string, version: number): () => void;
  /** Says something if the socket is open; whether it could. Nothing waits for an answer. */
  send(message: Sent): boolean;
  /** Somebody looks at the page, or the network is back: the next try is now. */
  hurry(): void;
}

export const MOST_ORDERS = 50;
const SPREAD_MS = 60 * 1000;
const NONE: ReadonlySet<string> = new Set();

export function liveOf(call: Call, open: (ticket: string) => WebSocket = openSocket): Live {
  return new Reconnecting(call, open);
}

/** Its `current` socket is the last that was greeted; another may be on its way to take that place. */
class Reconnecting implements Live {
  readonly state = signal<LiveState>("connecting");
  readonly followed = signal(NONE);
  private readonly versions = new Map<string, number>();
  private readonly looks = new Set<string>();
  private readonly listeners = new Map<string, Set<(message: never) => void>>();
  private current: Connection | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private connecting = false;
  private dismissed = false;

  constructor(
    private readonly call: Call,
    private readonly open: (ticket: string) => WebSocket,
  ) {}

  start(): void {
    void this.connect();
  }

  on<T extends ToldType>(type: T, listener: Listener<T>): () => void {
    const hearing = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, hearing.add(listener as (message: never) => void));
    return () => void hearing.delete(listener as (message: never) => void);
  }

  have(orderId: string, version: number): void {
    raise(this.versions, orderId, version);
  }

  follow(orderId: string, version: number): () => void {
    this.have(orderId, version);
    this.looks.add(orderId);
    this.current?.name(orderId);
    return () => {
      this.looks.delete(orderId);
      this.versions.delete(orderId);
    };
  }

  send(message: Sent): boolean {
    return this.current?.send(message) ?? false;
  }

  hurry(): void {
    if (this.state.value !== "lost") return;
    this.failures = 0;
    this.dismissed = false;
    void this.connect();
  }

  private async connect(): Promise<void> {
    clearTimeout(this.timer);
    if (this.connecting) return;
    this.connecting = true;
    try {
      const { body } = await this.call("post", "/live/tickets", { repeatable: true });
      this.begin(this.open(body.ticket));
    } catch (error) {
      this.connecting = false;
      // Whose session is over is told nothing, until they have logged in or look at the page again.
      if (problemOf(error)?.status === 401) this.lost();
      else this.failed();
    }
  }

  private begin(socket: WebSocket): void {
    const connection: Connection = new Connection(socket, {
      since: () => Object.fromEntries([...this.versions].slice(-MOST_ORDERS)),
      greeted: (orders) => this.greeted(connection, orders),
      told: (message) => this.told(connection, message),
      ended: () => this.ended(connection),
    });
  }

  private greeted(connection: Connection, orders: readonly string[]): void {
    const before = this.current;
    this.current = connection;
    this.connecting = false;
    this.failures = 0;
    this.followed.value = new Set(orders);
    this.state.value = "open";
    // What both were told does no harm: versions and numbers say what is new.
    if (before !== connection) before?.end();
    // The page went on to another order while hello was under way.
    for (const orderId of this.looks) connection.name(orderId);
  }

  private told(connection: Connection, message: Told): void {
    if (message.type === "gone") this.gone(connection, message);
    if (message.type === "order") this.have(message.order_id, message.version);
    for (const listener of this.listeners.get(message.type) ?? []) (listener as (one: Told) => void)(message);
  }

  private gone(connection: Connection, { reconnect, ends_in }: Of<"gone">): void {
    if (reconnect) {
      this.later(Math.random() * Math.min(SPREAD_MS, ends_in * 500));
      return;
    }
    this.dismissed = true;
    this.lost();
    connection.end();
  }

  private ended(connection: Connection): void {
    if (this.current !== null && this.current !== connection) {
      this.stay(connection);
      return;
    }
    this.current = null;
    this.connecting = false;
    if (!this.dismissed) this.failed();
  }

  /** One that was to take another's place broke before it could: the other still stands, for a while. */
  private stay(connection: Connection): void {
    if (connection.wasGreeted) return;
    this.connecting = false;
    this.failures += 1;
    this.later(pauseBeforeSocket(this.failures, Math.random()) * 1000);
  }

  private failed(): void {
    this.lost();
    this.later(pauseBeforeSocket(this.failures, Math.random()) * 1000);
    this.failures += 1;
  }

  private lost(): void {
    this.state.value = "lost";
    this.followed.value = NONE;
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), ms);
  }
}

/** Keeps the highest. */
export function raise(versions: Map<string, number>, orderId: string, version: number): void {
  versions.set(orderId, Math.max(version, versions.get(orderId) ?? 0));
}
