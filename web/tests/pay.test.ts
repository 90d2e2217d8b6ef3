import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CheckoutBody } from "../src/shop/checkout/attempt";
import { Browser, LOST, problem, type Sent } from "./browser";
import { cartOf, eur, line } from "./samples";

const BODY: CheckoutBody = {
  payment_method: "pm_card_visa",
  expected_total: eur(850),
  cart_version: 3,
  shipping_address: { name: "Ada", line1: "1", city: "Naples", postal_code: "80100", country: "IT" },
};
const ORDER = { status: 202, body: { order_id: "ord_1", status: "PENDING" } };

let browser: Browser;
let checkout: (sent: Sent) => ReturnType<Browser["answer"]>;
let claimed: string | null;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.resetModules();
  browser = new Browser();
  browser.path = "/checkout";
  claimed = null;
  browser.answer = (sent) =>
    sent.path === "/api/checkouts"
      ? checkout(sent)
      : { status: 200, body: { ...cartOf(line("a")), checkout: claimed } };
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a button that is pressed twice sends one wish", async () => {
  checkout = () => ORDER;
  const { pay } = await page();
  await Promise.all([pay(BODY), pay(BODY)]);
  expect([browser.to("/checkouts").length, browser.path]).toEqual([1, "/orders/ord_1"]);
});

test("answers that are lost are asked for again, by hand as well, under the same key until one comes", async () => {
  checkout = () => LOST;
  const { pay, paying } = await page();
  await patiently(pay(BODY));
  expect(paying.value.state).toBe("unanswered");
  checkout = () => ORDER;
  await pay(BODY);
  expect(new Set(keys()).size).toBe(1);
  expect(browser.path).toBe("/orders/ord_1");
});

test("a reload in the middle sends the same again, and goes to the order", async () => {
  checkout = () => LOST;
  await patiently((await page()).pay(BODY));
  vi.resetModules();
  checkout = () => ORDER;
  expect(await (await page()).resume()).toBe(true);
  expect(new Set(keys()).size).toBe(1);
  expect(browser.to("/checkouts").at(-1)?.body).toEqual(BODY);
  expect([browser.path, browser.session.getItem("attempt")]).toEqual(["/orders/ord_1", null]);
});

test("after a reload with a real card the order of the cart is looked for, and nothing is sent", async () => {
  checkout = () => LOST;
  await patiently((await page()).pay({ ...BODY, payment_method: "pm_1Q2w" }));
  vi.resetModules();
  const sent = browser.to("/checkouts").length;
  claimed = "ord_2";
  expect(await (await page()).resume()).toBe(true);
  expect([browser.to("/checkouts").length, browser.path]).toEqual([sent, "/orders/ord_2"]);
});

test("a cart that another tab is ordering leads to that order", async () => {
  checkout = () => problem(409, "checkout-in-progress", { order_id: "ord_3" });
  await (await page()).pay(BODY);
  expect(browser.path).toBe("/orders/ord_3");
});

test("where the address makes another price, the cart follows it before it is read again", async () => {
  const delivery = { method: "courier", country: "IT", region: null };
  browser.answer = (sent) =>
    sent.path === "/api/checkouts"
      ? checkout(sent)
      : { status: 200, body: { ...cartOf(line("a")), delivery } };
  checkout = () => problem(409, "price-changed", { total: eur(900) });
  const { pay } = await page();
  await (await import("../src/shop/cart/cart")).readCart();
  await pay(BODY);
  expect(browser.to("/cart/delivery")).toHaveLength(0);
  await pay({ ...BODY, shipping_address: { ...BODY.shipping_address, country: "DE" } });
  expect(browser.to("/cart/delivery").map((sent) => sent.body)).toEqual([{ ...delivery, country: "DE" }]);
});

test("what the shop said of the price stays while the cart is as it was read after that, and no longer", async () => {
  checkout = () => problem(409, "price-changed", { total: eur(900) });
  const { pay, paying, reconsider } = await page();
  await pay(BODY);
  expect(paying.value).toMatchObject({ asked: BODY, version: 3 });
  reconsider(3);
  expect(paying.value.state).toBe("refused");
  reconsider(4);
  expect(paying.value.state).toBe("idle");
});

test("a refusal stays on the page with its name, and the next wish has another key", async () => {
  checkout = () => problem(409, "price-changed", { total: eur(900) });
  const { pay, paying, reconsider } = await page();
  await pay(BODY);
  expect(paying.value).toMatchObject({ state: "refused", problem: { name: "price-changed" } });
  expect(browser.to("/cart")).toHaveLength(1);
  reconsider();
  checkout = () => ORDER;
  await pay({ ...BODY, expected_total: eur(900) });
  expect(new Set(keys()).size).toBe(2);
});

test("a provider that cannot charge is said to be so, not asked again and again", async () => {
  checkout = () => problem(503, "payments-not-configured");
  const { pay, paying } = await page();
  await patiently(pay(BODY));
  expect(paying.value).toMatchObject({ state: "refused", problem: { name: "payments-not-configured" } });
});

test("a shop that cannot say what it costs has ordered nothing, and says so", async () => {
  checkout = () => problem(503, "prices-unavailable");
  const { pay, paying } = await page();
  await patiently(pay(BODY));
  expect(paying.value).toMatchObject({ state: "refused", problem: { name: "prices-unavailable" } });
});

const page = () => import("../src/shop/checkout/pay");

const keys = () => browser.to("/checkouts").map(({ headers }) => headers["Idempotency-Key"]);

async function patiently(work: Promise<void>): Promise<void> {
  await vi.advanceTimersByTimeAsync(60_000);
  await work;
}
