import { describe, expect, test } from "vitest";
import type { OrderSummary, Return } from "../src/shop/calls";
import { joined } from "../src/shop/orders/list";
import { returnable } from "../src/shop/orders/returns";
import { stepsOf } from "../src/shop/orders/steps";
import { asideOf, canCancel, shortId, storyOf, toneOf, wordOf } from "../src/shop/orders/story";
import { isOurs, pageOf } from "../src/shop/pages";
import { eur, order, ordered } from "./samples";

const PLACED = ["OrderPlaced"];
const CONFIRMED = [...PLACED, "OrderConfirmed"];
const FULFILLING = [...CONFIRMED, "OrderFulfilling"];
const COMPLETED = [...FULFILLING, "OrderCompleted"];
const UNDOING = [...PLACED, "OrderCancelling"];

const marks = (status: Parameters<typeof order>[0], types: string[]) =>
  stepsOf(order(status, types)).map(({ word, mark }) => `${word.replace("step.", "")} ${mark}`);

describe("an order's way", () => {
  test("lights up step by step", () => {
    expect(marks("PENDING", PLACED)).toEqual(["placed done", "confirmed now", "oven ahead", "handed ahead"]);
    expect(marks("CONFIRMED", CONFIRMED)).toEqual([
      "placed done",
      "confirmed done",
      "oven now",
      "handed ahead",
    ]);
    expect(marks("COMPLETED", COMPLETED)).toEqual([
      "placed done",
      "confirmed done",
      "oven done",
      "handed done",
    ]);
  });

  test("says since when each step is", () => {
    expect(stepsOf(order("CONFIRMED", FULFILLING)).map(({ at }) => at?.slice(17, 19) ?? null)).toEqual([
      "10",
      "11",
      "12",
      null,
    ]);
  });

  test("stops at the bank's question until it is answered", () => {
    const asked = [...PLACED, "OrderActionRequired"];
    expect(marks("PENDING", asked).slice(0, 3)).toEqual(["placed done", "bank now", "confirmed ahead"]);
    expect(marks("CONFIRMED", [...asked, "OrderConfirmed"]).slice(0, 3)).toEqual([
      "placed done",
      "bank done",
      "confirmed done",
    ]);
  });

  test("turns back, and ends there", () => {
    expect(marks("PENDING", UNDOING)).toEqual(["placed done", "undoing back", "cancelled ahead"]);
    expect(marks("CANCELLED", [...UNDOING, "OrderCancelled"])).toEqual([
      "placed done",
      "undoing turned",
      "cancelled undone",
    ]);
    expect(marks("CANCELLED", [...FULFILLING, "OrderCancelling", "OrderCancelled"])[1]).toBe(
      "confirmed done",
    );
  });

  test("goes on to where all of it came back", () => {
    expect(marks("RETURNED", [...COMPLETED, "OrderReturned"]).at(-1)).toBe("returned undone");
  });
});

describe("an order's story", () => {
  const action = { type: "authenticate" as const, url: "https://bank.example", client_secret: "s" };
  test.each([
    ["story.placing", order("PENDING", PLACED)],
    ["story.bank", order("PENDING", PLACED, { next_action: action })],
    ["story.undoing", order("PENDING", UNDOING, { next_action: action })],
    ["story.confirmed", order("CONFIRMED", CONFIRMED)],
    ["story.confirmed-free", order("CONFIRMED", CONFIRMED, { total: eur(0), to_pay: eur(0) })],
    ["story.confirmed-free", order("CONFIRMED", CONFIRMED, { to_pay: eur(0) })],
    ["story.completed", order("COMPLETED", COMPLETED, { charged: eur(2660), lines: [ordered("a", 2, 2)] })],
    [
      "story.completed-part",
      order("COMPLETED", COMPLETED, { charged: eur(1330), lines: [ordered("a", 2, 1)] }),
    ],
    ["story.completed-free", order("COMPLETED", COMPLETED)],
    ["story.completed-split", order("COMPLETED", COMPLETED, { charged: eur(660), credited: eur(2000) })],
    ["story.completed-credit", order("COMPLETED", COMPLETED, { credited: eur(2660) })],
    ["problem.credit-short", order("CANCELLED", UNDOING, { reason: "credit-short" })],
    ["story.refunded", order("COMPLETED", COMPLETED, { charged: eur(2660), refunded: eur(100) })],
    ["story.returned", order("RETURNED", COMPLETED, { charged: eur(2660), refunded: eur(2660) })],
    ["problem.payment-declined", order("CANCELLED", UNDOING, { reason: "payment-declined" })],
    [
      "decline.card-expired",
      order("CANCELLED", UNDOING, { reason: "payment-declined", decline: "card-expired" }),
    ],
    ["problem.checkout-failed", order("CANCELLED", UNDOING, { reason: "something-new" })],
  ])("is %s where it stands so", (key, one) => {
    expect(storyOf(one).key).toBe(key);
  });

  test("names amounts as the order has them", () => {
    expect(storyOf(order("CONFIRMED", CONFIRMED)).amounts).toEqual({ total: eur(2660) });
  });
});

test("an order on its way back is said to be cancelled, not to be placed", () => {
  expect(wordOf(order("PENDING", PLACED))).toBe("status.PENDING");
  expect(wordOf(order("PENDING", UNDOING))).toBe("status.undoing");
  expect(toneOf(order("PENDING", UNDOING))).toBe("warn");
  const next_action = { type: "authenticate", client_secret: "", url: "/3ds" } as const;
  expect(wordOf({ ...order("PENDING", PLACED), next_action })).toBe("status.bank");
});

test("a list says why an order ended, and what it waits for", () => {
  const asides = [
    order("PENDING", PLACED),
    { ...order("PENDING", PLACED), next_action: { type: "authenticate", client_secret: "", url: "/3ds" } },
    { ...order("CANCELLED", UNDOING), reason: "payment-declined" },
    { ...order("CANCELLED", UNDOING), reason: "something-new" },
    order("COMPLETED", COMPLETED),
    { ...order("COMPLETED", COMPLETED), refunded: eur(240) },
  ].map((one) => asideOf(one as OrderSummary)?.key ?? null);
  expect(asides).toEqual([
    null,
    "row.bank",
    "row.payment-declined",
    "row.checkout-failed",
    null,
    "row.refunded",
  ]);
});

test("an order can be cancelled until it is packed, and not twice", () => {
  expect([order("PENDING", PLACED), order("CONFIRMED", FULFILLING)].map(canCancel)).toEqual([true, true]);
  expect(
    [order("PENDING", UNDOING), order("COMPLETED", COMPLETED), order("CANCELLED", UNDOING)].map(canCancel),
  ).toEqual([false, false, false]);
});

test("an order is called by its last four characters", () => {
  expect(shortId("ord_abcd7kq2")).toBe("7KQ2");
});

describe("what can be sent back", () => {
  const delivered = order("COMPLETED", COMPLETED, {
    lines: [ordered("a", 3, 3), ordered("b", 2, 1), ordered("c", 1, 0)],
  });
  const back = (status: Return["status"], quantity: number, accepted: number | null): Return =>
    ({ status, lines: [{ line_id: "a", quantity, accepted }] }) as Return;

  test("is what was handed over", () => {
    expect([...returnable(delivered, [])]).toEqual([
      ["a", 3],
      ["b", 1],
    ]);
  });

  test("less what is announced, or was accepted; what was turned down may be announced again", () => {
    expect(returnable(delivered, [back("REQUESTED", 1, null)]).get("a")).toBe(2);
    expect(returnable(delivered, [back("REFUNDED", 3, 1)]).get("a")).toBe(2);
    expect(returnable(delivered, [back("REJECTED", 3, 0)]).get("a")).toBe(3);
    expect(returnable(delivered, [back("ACCEPTED", 2, 2), back("REQUESTED", 1, null)]).has("a")).toBe(false);
  });
});

test("orders of several pages are listed once each, the newest first, as they were read last", () => {
  const listed = (order_id: string, placed_at: string, status = "PENDING") =>
    ({ order_id, placed_at, status }) as OrderSummary;
  const all = joined([listed("a", "1"), listed("b", "2")], [listed("c", "3"), listed("b", "2", "CONFIRMED")]);
  expect(all.map(({ order_id, status }) => `${order_id} ${status}`)).toEqual([
    "c PENDING",
    "b CONFIRMED",
    "a PENDING",
  ]);
});

test.each([
  ["/", { name: "menu" }],
  ["/cart/", { name: "cart" }],
  ["/orders", { name: "orders" }],
  ["/orders/ord_1", { name: "order", orderId: "ord_1" }],
  ["/orders/a/b", { name: "unknown" }],
  ["/nothing", { name: "unknown" }],
])("the path %s is the page %j", (path, page) => {
  expect(pageOf(path)).toEqual(page);
});

test("links to other faces and to the API load a page of their own", () => {
  expect(
    ["/orders", "/console", "/console/x", "/crash", "/api/openapi.json", "/consoles"].map(isOurs),
  ).toEqual([true, false, false, false, false, true]);
});
