import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "../src/shared/call";
import { told } from "../src/shared/connection";
import { type Live, liveOf, raise } from "../src/shared/live";
import { Refused } from "../src/shared/problem";

class Socket extends EventTarget {
  readyState = 0;
  said: Record<string, unknown>[] = [];

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  opened(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  tells(message: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  breaks(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }
}

const MINUTE = 60_000;
const NO_SESSION = { name: "session-required", status: 401, detail: "", retryAfter: null, members: {} };
const HELLO = { type: "hello", ends_in: 7200, orders: {} };
let sockets: Socket[];
let live: Live;
let tickets: number;
let over: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  tickets = 0;
  over = false;
  const call = (async () => {
    tickets += 1;
    if (over) throw new Refused(NO_SESSION);
    return { status: 201, body: { ticket: `tkt_${tickets}` }, headers: new Headers() };
  }) as unknown as Call;
  live = liveOf(call, () => {
    sockets.push(new Socket());
    return last() as unknown as WebSocket;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

test("hello names the orders of the page with the highest version that it has of each", async () => {
  live.have("ord_a", 3);
  live.have("ord_a", 2);
  await greeted();
  expect(last().said[0]).toEqual({ type: "hello", since: { ord_a: 3 } });
  expect(live.state.value).toBe("open");
});

test("whose session is over asks for no ticket again until somebody looks at the page", async () => {
  over = true;
  live.start();
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect([tickets, live.state.value]).toEqual([1, "lost"]);
  over = false;
  live.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect(tickets).toBe(2);
});

test("a socket that breaks is lost, and another says hello with what was heard meanwhile", async () => {
  await greeted();
  last().tells({ type: "order", order_id: "ord_a", version: 5 });
  last().breaks();
  expect(live.state.value).toBe("lost");
  await another();
  last().opened();
  expect(sockets).toHaveLength(2);
  expect(last().said[0]).toEqual({ type: "hello", since: { ord_a: 5 } });
});

test("before its time is up a socket is replaced, and ended only once the next one stands", async () => {
  await greeted();
  const first = last();
  first.tells({ type: "gone", why: "time-is-up", reconnect: true, ends_in: 600 });
  await another();
  expect([sockets.length, first.readyState]).toEqual([2, 1]);
  last().opened();
  last().tells(HELLO);
  expect([first.readyState, live.state.value]).toEqual([3, "open"]);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(sockets).toHaveLength(2);
});

test("one that is told not to come again does not, until somebody looks at the page", async () => {
  await greeted();
  last().tells({ type: "gone", why: "too-many-tabs", reconnect: false, ends_in: 0 });
  last().breaks();
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect([sockets.length, live.state.value]).toEqual([1, "lost"]);
  live.hurry();
  await vi.advanceTimersByTimeAsync(0);
  expect(sockets).toHaveLength(2);
});

test("a ping every five minutes keeps it alive, and one without an answer ends it", async () => {
  await greeted();
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(last().said.at(-1)).toEqual({ type: "ping" });
  last().tells({ type: "pong", ends_in: 6900 });
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(live.state.value).toBe("open");
  await vi.advanceTimersByTimeAsync(4 * MINUTE + 20_000);
  expect(live.state.value).toBe("lost");
});

test("a socket that is opened and never greeted is given up", async () => {
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  last().opened();
  await vi.advanceTimersByTimeAsync(16_000);
  expect(live.state.value).toBe("lost");
});

test("listeners hear their type alone, until they stop", async () => {
  await greeted();
  const heard: string[] = [];
  const stop = live.on("typing", ({ conversation }) => heard.push(conversation));
  last().tells({ type: "typing", conversation: "support" });
  last().tells({ type: "unread", conversation: "support", count: 1, seq: 1 });
  stop();
  last().tells({ type: "typing", conversation: "support" });
  expect(heard).toEqual(["support"]);
});

describe("an order that an operator's page shows", () => {
  const followed = () => [...live.followed.value];
  const answers = (...orders: string[]) =>
    last().tells({ ...HELLO, orders: Object.fromEntries(orders.map((id) => [id, 1])) });
  const hellos = () => last().said.filter(({ type }) => type === "hello");

  test("is named in another hello, and followed once that is answered", async () => {
    await greeted();
    live.follow("ord_a", 3);
    expect(last().said.at(-1)).toEqual({ type: "hello", since: { ord_a: 3 } });
    expect(followed()).toEqual([]);
    answers("ord_a");
    expect(followed()).toEqual(["ord_a"]);
  });

  test("is named once, however often it is read", async () => {
    await greeted();
    live.follow("ord_a", 3);
    answers("ord_a");
    live.have("ord_a", 4);
    live.follow("ord_a", 4);
    expect(hellos()).toHaveLength(2);
  });

  test("waits for the hello that is under way, whose answer does not count for it", async () => {
    await greeted();
    const leave = live.follow("ord_a", 3);
    leave();
    live.follow("ord_b", 5);
    expect(hellos()).toHaveLength(2);
    answers("ord_a");
    expect(hellos().at(-1)).toEqual({ type: "hello", since: { ord_b: 5 } });
    answers("ord_b");
    expect(followed()).toEqual(["ord_b"]);
  });

  test("is asked for once though the shop does not tell of it", async () => {
    await greeted();
    live.follow("ord_a", 0);
    answers();
    expect([hellos().length, followed()]).toEqual([2, []]);
  });

  test("is named by the next socket, and followed by none meanwhile", async () => {
    await greeted();
    live.follow("ord_a", 3);
    answers("ord_a");
    last().breaks();
    expect(followed()).toEqual([]);
    await another();
    last().opened();
    expect(last().said[0]).toEqual({ type: "hello", since: { ord_a: 3 } });
  });

  test("that nobody answers for ends the socket, and another is opened", async () => {
    await greeted();
    live.follow("ord_a", 3);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(live.state.value).toBe("lost");
  });
});

test("what is no message is passed over", () => {
  expect(told("Forbidden")).toBeNull();
  expect(told('{"message": "Internal server error"}')).toBeNull();
  expect(told("null")).toBeNull();
});

test("a version never goes back", () => {
  const versions = new Map([["ord_a", 4]]);
  raise(versions, "ord_a", 2);
  expect(versions.get("ord_a")).toBe(4);
});

function last(): Socket {
  return sockets.at(-1) as Socket;
}

async function greeted(): Promise<void> {
  live.start();
  await vi.advanceTimersByTimeAsync(0);
  last().opened();
  last().tells(HELLO);
}

/** Until the next socket is opened, within a minute. */
async function another(): Promise<void> {
  const before = sockets.length;
  for (let seconds = 0; seconds < 60 && sockets.length === before; seconds += 1)
    await vi.advanceTimersByTimeAsync(1000);
}
