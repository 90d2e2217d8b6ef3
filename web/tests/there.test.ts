import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { LiveState } from "../src/shared/live";
import { type There, whoIsThere } from "../src/shop/talk/there";

const socket = vi.hoisted(() => ({
  said: [] as { type: string }[],
  hearing: new Map<string, (message: object) => void>(),
  state: null as unknown,
}));

vi.mock("../src/shop/calls", () => ({
  live: {
    get state() {
      return socket.state;
    },
    on: (type: string, hear: (message: object) => void) => {
      socket.hearing.set(type, hear);
      return () => socket.hearing.delete(type);
    },
    send: (message: { type: string }) => {
      socket.said.push(message);
      return true;
    },
  },
}));

let there: There;
let state: ReturnType<typeof signal<LiveState>>;

beforeEach(() => {
  vi.useFakeTimers();
  socket.said.length = 0;
  state = signal<LiveState>("connecting");
  socket.state = state;
  there = whoIsThere("support");
});

afterEach(() => {
  there.end();
  vi.useRealTimers();
});

test("whenever the socket opens, the page asks who is there", () => {
  expect(said()).toEqual([]);
  state.value = "open";
  state.value = "lost";
  state.value = "open";
  expect(said()).toEqual(["watch", "watch"]);
});

test("the shop is there for as long as it was said to be; then the page asks again", () => {
  tell("presence", { side: "operator", online: true, expires_in: 600 });
  vi.advanceTimersByTime(599_000);
  expect([there.online.value, said()]).toEqual([true, []]);
  vi.advanceTimersByTime(1000);
  expect([there.online.value, said()]).toEqual([false, ["watch"]]);
});

test("one who comes back in time stays, and one who leaves is gone at once", () => {
  tell("presence", { side: "operator", online: true, expires_in: 60 });
  vi.advanceTimersByTime(50_000);
  tell("presence", { side: "operator", online: true, expires_in: 60 });
  vi.advanceTimersByTime(50_000);
  expect(there.online.value).toBe(true);
  tell("presence", { side: "operator", online: false, expires_in: 0 });
  expect(there.online.value).toBe(false);
});

test("the shop is writing until its message is there, or its time is over", () => {
  tell("typing", { from: "operator", expires_in: 6 });
  expect(there.typing.value).toBe(true);
  tell("message", { from: "operator" });
  expect(there.typing.value).toBe(false);
  tell("typing", { from: "operator", expires_in: 6 });
  vi.advanceTimersByTime(6000);
  expect(there.typing.value).toBe(false);
});

test("what is about another conversation, or oneself, is passed over", () => {
  tell("typing", { from: "operator", expires_in: 6, conversation: "ord_a" });
  tell("typing", { from: "customer", expires_in: 6 });
  tell("presence", { side: "customer", online: true, expires_in: 60 });
  expect([there.typing.value, there.online.value]).toEqual([false, false]);
});

test("that the customer writes is told every three seconds at most, and anew after what they sent", () => {
  there.writes();
  there.writes();
  expect(said()).toEqual(["typing"]);
  there.wrote();
  there.writes();
  vi.advanceTimersByTime(3001);
  there.writes();
  expect(said()).toEqual(["typing", "typing", "typing"]);
});

const said = () => socket.said.map(({ type }) => type);

function tell(type: string, message: object): void {
  socket.hearing.get(type)?.({ type, conversation: "support", ...message });
}
