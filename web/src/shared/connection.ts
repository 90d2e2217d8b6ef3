/** One socket, from its opening to its end. Whoever does not answer in time is left. */

import type { Sent, Told } from "../contract/live";

export interface Heard {
  /** The orders that the page shows, with the version it has of each. */
  since(): Record<string, number>;
  /** Hello was answered, not only the first: of these orders the socket tells. */
  greeted(orders: readonly string[]): void;
  told(message: Told): void;
  ended(): void;
}

const OPEN = 1; // WebSocket.OPEN
const PING_MS = 5 * 60 * 1000;
const ANSWER_MS = 15 * 1000;

export class Connection {
  wasGreeted = false;
  private over = false;
  private asked: Record<string, number> = {};
  private answered = true;
  private ping: ReturnType<typeof setInterval> | undefined;
  private answer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly heard: Heard,
  ) {
    this.awaitAnswer();
    socket.addEventListener("open", () => this.hello());
    socket.addEventListener("message", ({ data }) => this.hear(data));
    socket.addEventListener("close", () => this.end());
    socket.addEventListener("error", () => this.end());
  }

  send(message: Sent): boolean {
    if (this.over || this.socket.readyState !== OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Names this order too, if no hello has: after the one that is under way, since two may overtake each other. */
  name(orderId: string): void {
    if (this.wasGreeted && this.answered && !(orderId in this.asked)) this.hello();
  }

  end(): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.ping);
    clearTimeout(this.answer);
    this.socket.close();
    this.heard.ended();
  }

  private hello(): void {
    this.asked = this.heard.since();
    this.answered = false;
    this.send({ type: "hello", since: this.asked });
    this.awaitAnswer();
  }

  private hear(data: unknown): void {
    const message = told(data);
    if (this.over || message === null) return;
    if (message.type === "hello" || message.type === "pong") clearTimeout(this.answer);
    if (message.type === "hello") this.greet(message.orders);
    this.heard.told(message);
  }

  private greet(orders: Record<string, number>): void {
    this.answered = true;
    if (!this.wasGreeted) this.ping = setInterval(() => this.live(), PING_MS);
    this.wasGreeted = true;
    this.heard.greeted(Object.keys(orders));
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

/** What was said, or null: the gateway in between says things of its own. */
export function told(data: unknown): Told | null {
  try {
    const message = JSON.parse(String(data)) as unknown;
    return typeof message === "object" && message !== null && "type" in message ? (message as Told) : null;
  } catch {
    return null;
  }
}

export function openSocket(ticket: string): WebSocket {
  const { protocol, host } = location;
  return new WebSocket(
    `${protocol === "https:" ? "wss" : "ws"}://${host}/live?ticket=${encodeURIComponent(ticket)}`,
  );
}
