import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Cart } from "../src/shop/calls";
import { Browser, LOST, problem, type Sent } from "./browser";
import { cartOf, eur, line, PIZZA } from "./samples";

let browser: Browser;
let shop: Cart;
/** What happens to the next changes on their way: they are lost before, or their answer is, or they arrive just before
 * the next one. */
let trouble: ("before" | "answer" | "late" | null)[];
let late: Sent | null;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.resetModules();
  browser = new Browser();
  shop = cartOf();
  trouble = [];
  late = null;
  browser.answer = (sent) => {
    if (sent.method === "GET") return { status: 200, body: shop };
    const fate = trouble.shift();
    if (fate === "late") late = sent;
    if (fate === "before" || fate === "late") return LOST;
    if (late !== null) changed(late);
    late = null;
    const answer = changed(sent);
    return fate === "answer" ? LOST : answer;
  };
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("presses that follow each other at once all count", async () => {
  const { add } = await cart();
  await Promise.all([1, 2, 3].map(() => add(PIZZA, { size: "small" })));
  expect(shop.lines.map(({ quantity }) => quantity)).toEqual([3]);
});

test("what another tab did meanwhile is not written over", async () => {
  const { add, cart: now } = await cart();
  await add(PIZZA, { size: "small" });
  shop = { ...shop, lines: shop.lines.map((each) => ({ ...each, quantity: 2 })), version: shop.version + 1 };
  await patiently(add(PIZZA, { size: "small" }));
  expect([shop.lines[0]?.quantity, now.value?.lines[0]?.quantity]).toEqual([3, 3]);
});

test("a change whose answer was lost is not made twice", async () => {
  const { add } = await cart();
  trouble = ["answer"];
  expect(await patiently(add(PIZZA, { size: "small" }))).toBe(true);
  expect(shop.lines.map(({ quantity }) => quantity)).toEqual([1]);
});

test("a change that arrives after it was given up is not made twice", async () => {
  const { add } = await cart();
  trouble = ["late"];
  expect(await patiently(add(PIZZA, { size: "small" }))).toBe(true);
  expect(shop.lines.map(({ quantity }) => quantity)).toEqual([1]);
});

test("a change that was lost on its way is made after all", async () => {
  const { add } = await cart();
  trouble = ["before", "before"];
  expect(await patiently(add(PIZZA, { size: "small" }))).toBe(true);
  expect(shop.lines.map(({ quantity }) => quantity)).toEqual([1]);
});

test("while an order is made of the cart, nothing is asked of the shop that it would refuse", async () => {
  const { add, cart: now } = await cart();
  await add(PIZZA, { size: "small" });
  const before = browser.sent.filter(({ method }) => method === "PUT").length;
  shop = { ...shop, checkout: "ord_a" };
  now.value = shop;
  expect(await add(PIZZA, { size: "small" })).toBe(false);
  expect(browser.sent.filter(({ method }) => method === "PUT")).toHaveLength(before);
  shop = { ...shop, checkout: null };
  expect(await add(PIZZA, { size: "small" })).toBe(true);
});

test("what the shop refuses is not tried again, and the cart is read as it is", async () => {
  const { drop, cart: now } = await cart();
  shop = cartOf(line("a"));
  browser.answer = ({ method }) =>
    method === "GET" ? { status: 200, body: shop } : problem(409, "checkout-in-progress");
  expect(await drop("a")).toBe(false);
  expect([browser.sent.filter(({ method }) => method === "DELETE").length, now.value?.lines.length]).toEqual([
    1, 1,
  ]);
});

test("a code that is entered twice at once is sent once, and one whose answer was lost is not sent again", async () => {
  const { enterCode, cart: now } = await cart();
  expect(await Promise.all([enterCode("ten"), enterCode(" TEN ")])).toEqual([null, null]);
  trouble = ["answer"];
  expect(await patiently(enterCode("five"))).toBeNull();
  expect(paths("PUT")).toEqual(["/api/cart/codes/TEN", "/api/cart/codes/FIVE"]);
  expect(now.value?.codes.map(({ code }) => code)).toEqual(["TEN", "FIVE"]);
});

test("a code that does not apply says why, and nothing is asked about what cannot be one", async () => {
  const { enterCode } = await cart();
  browser.answer = ({ method }) =>
    method === "GET"
      ? { status: 200, body: shop }
      : problem(422, "code-not-applicable", { why: "of-tomorrow" });
  expect(await enterCode("TEN")).toBe("problem.code-not-applicable");
  expect(await enterCode("no code")).not.toBeNull();
  expect(paths("PUT")).toHaveLength(1);
});

test("a way that does not go there is answered by those that do, and the cart stays as it is", async () => {
  const { chooseDelivery, cart: now } = await cart();
  const options = [{ method: "pickup", name: "Pickup" }];
  browser.answer = ({ method }) =>
    method === "GET" ? { status: 200, body: shop } : problem(422, "invalid-request", { options });
  expect(await chooseDelivery({ method: "courier", country: "DE", region: null })).toEqual(options);
  expect(now.value?.version).toBe(shop.version);
});

const paths = (wanted: string) =>
  browser.sent.filter(({ method }) => method === wanted).map(({ path }) => path);

const cart = () => import("../src/shop/cart/cart");

function changed({ method, path, headers, body }: Sent): ReturnType<Browser["answer"]> {
  if (headers["If-Match"] !== `"${shop.version}"`) return problem(412, "cart-changed");
  const id = path.split("/").at(-1) ?? "";
  if (path.startsWith("/api/cart/codes/")) {
    const codes = [...shop.codes, { code: id, applied: true, takes_off: eur(85), why: null }];
    shop = { ...shop, codes, version: shop.version + 1 };
    return { status: 200, body: shop };
  }
  const others = shop.lines.filter(({ line_id }) => line_id !== id);
  const lines = method === "PUT" ? [...others, line(id, body as object)] : others;
  shop = { ...shop, lines, version: shop.version + 1 };
  return { status: 200, body: shop };
}

async function patiently<T>(work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(60_000);
  return work;
}
