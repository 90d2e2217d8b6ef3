import { beforeEach, expect, test, vi } from "vitest";
import { guestSession } from "../src/shared/session";
import { Browser } from "./browser";

const DAY = 24 * 3600 * 1000;

let browser: Browser;
let now: number;
let statuses: number[];

beforeEach(() => {
  browser = new Browser();
  vi.stubGlobal("navigator", {});
  now = Date.now();
  statuses = [];
  browser.answer = () => ({ status: statuses.shift() ?? 200, body: {} });
});

test("a session is asked for once, however many calls need one", async () => {
  const session = guestSession(() => now + 2 * DAY);
  await Promise.all([session.ready(), session.ready()]);
  await session.ready();
  expect(browser.to("/sessions")).toHaveLength(1);
});

test("one that is a day old is renewed, a younger one is not", async () => {
  await guestSession(() => now + DAY - 1000).ready();
  expect(browser.to("/sessions")).toHaveLength(0);
  await guestSession(() => now + DAY + 1000).ready();
  expect(browser.to("/sessions")).toHaveLength(1);
});

test("where renewing fails the session that there is goes on, and where there is none the call is told", async () => {
  browser.answer = () => new TypeError("lost");
  await guestSession(() => now + 2 * DAY).ready();
  window.localStorage.removeItem("session");
  await expect(guestSession(() => now).ready()).rejects.toThrow();
});

test("a session that was refused is renewed, and where that is refused, too, a new guest begins", async () => {
  statuses = [401, 201];
  await guestSession(() => now).refused();
  expect(browser.to("/sessions")).toHaveLength(2);
});

test("a shop that opens none is not asked for ever", async () => {
  statuses = [401, 401, 401, 401, 401];
  await expect(guestSession(() => now).refused()).rejects.toThrow();
  expect(browser.to("/sessions")).toHaveLength(3);
});

test("no token is read, kept or sent", async () => {
  browser.answer = () => ({ status: 201, body: { token: "secret" } });
  const session = guestSession(() => now);
  await session.refused();
  expect(
    JSON.stringify([session.authorization(), browser.sent, window.localStorage.getItem("session")]),
  ).not.toContain("secret");
});
