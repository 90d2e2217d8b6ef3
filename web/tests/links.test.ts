import { beforeEach, expect, test, vi } from "vitest";
import { withLinks } from "../src/shared/links";
import { guestSession } from "../src/shared/session";
import { Browser, LOST } from "./browser";

const ORDER = `ord_${"a".repeat(32)}`;
const OTHER = `ord_${"b".repeat(32)}`;
const ABOUT = `/api/orders/${ORDER}`;
const BY_LINK = { "Paidonce-Session": ORDER };
const BY_COOKIE = { "Paidonce-Session": "session" };

let browser: Browser;

beforeEach(() => {
  browser = new Browser();
  vi.stubGlobal("navigator", {});
  browser.path = `/orders/${ORDER}`;
  browser.hash = "#key=k-1";
  browser.answer = () => ({ status: 201, body: {} });
});

const arrives = () => withLinks(guestSession());

test("the key is traded once, by whichever call about the order comes first", async () => {
  const session = arrives();
  await Promise.all([session.ready(ABOUT), session.ready(`${ABOUT}/returns`)]);
  const [traded, ...more] = browser.to("/sessions/order");
  expect(more).toEqual([]);
  expect(traded?.body).toEqual({ order_id: ORDER, key: "k-1" });
  expect(traded?.headers).toMatchObject(BY_LINK);
});

test("calls about the order are made by its link, and all others by the shopper's own session", async () => {
  const session = arrives();
  await session.ready(ABOUT);
  for (const url of [
    ABOUT,
    `${ABOUT}/cancel`,
    `/api/conversations/${ORDER}/messages?limit=5`,
    "/api/live/tickets",
  ])
    expect(session.authorization(url)).toEqual(BY_LINK);
  for (const url of [
    "/api/cart",
    "/api/orders",
    `/api/orders/${OTHER}`,
    `/api/orders/${ORDER}a`,
    "/api/conversations",
  ])
    expect(session.authorization(url)).toEqual(BY_COOKIE);
});

test("another page of the shop has a socket of the shopper's own", async () => {
  const session = arrives();
  await session.ready(ABOUT);
  browser.path = "/";
  expect(session.authorization("/api/live/tickets")).toEqual(BY_COOKIE);
});

test("the key does not stay in the address, and is kept nowhere", async () => {
  const replaced = vi.fn();
  vi.stubGlobal("history", { replaceState: replaced });
  await arrives().ready("/api/catalog");
  expect(replaced).toHaveBeenCalledWith(null, "", `/orders/${ORDER}`);
  expect(browser.to("/sessions/order")).toEqual([]);
  await arrives().ready(ABOUT);
  expect(browser.session.getItem("orders-by-link")).toBe(JSON.stringify([ORDER]));
});

test("a reload finds the cookie", async () => {
  await arrives().ready(ABOUT);
  browser.hash = "";
  const again = arrives();
  await again.ready(ABOUT);
  expect(browser.to("/sessions/order")).toHaveLength(1);
  expect(again.authorization(ABOUT)).toEqual(BY_LINK);
});

test("a link that opens nothing any more leaves the order to the shopper's own session", async () => {
  browser.answer = () => ({ status: 401, body: {} });
  const session = arrives();
  await session.ready(ABOUT);
  await session.ready(ABOUT);
  expect(session.authorization(ABOUT)).toEqual(BY_COOKIE);
  expect(browser.to("/sessions/order")).toHaveLength(1);
});

test("a trade that nobody answered is made again by the next call", async () => {
  browser.answer = () => LOST;
  const session = arrives();
  await expect(session.ready(ABOUT)).rejects.toThrow();
  browser.answer = () => ({ status: 201, body: {} });
  await session.ready(ABOUT);
  expect(session.authorization(ABOUT)).toEqual(BY_LINK);
});

test("a session by a link that ended is not used any more", async () => {
  const session = arrives();
  await session.ready(ABOUT);
  await session.refused(ABOUT);
  expect(session.authorization(ABOUT)).toEqual(BY_COOKIE);
});
