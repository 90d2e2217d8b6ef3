import { describe, expect, test, vi } from "vitest";
import type { ConversationLine } from "../src/shop/calls";
import { joined, lastOfShop, stillUnsent } from "../src/shop/talk/lines";

vi.stubGlobal("location", { pathname: "/", protocol: "http:", host: "shop.test" });

const said = (
  seq: number,
  from: "customer" | "operator",
  at: string,
  client_id = `c${seq}`,
): ConversationLine => ({
  seq,
  client_id,
  from,
  by: null,
  text: `text ${seq}`,
  event: null,
  at,
});
const event = (name: string, at: string): ConversationLine => ({
  seq: null,
  client_id: null,
  from: "system",
  by: null,
  text: null,
  event: name,
  at,
});

describe("a conversation's lines", () => {
  test("stand each once, whichever way they came", () => {
    const pushed = said(1, "customer", "10:00");
    expect(
      joined([pushed, event("OrderPlaced", "09:00")], [pushed, event("OrderPlaced", "09:00")]),
    ).toHaveLength(2);
  });

  test("stand by their numbers, and what happened by its time among them", () => {
    const lines = joined(
      [said(2, "operator", "10:02"), event("OrderConfirmed", "10:01")],
      [said(1, "customer", "10:00")],
    );
    expect(lines.map(({ seq, event: what }) => seq ?? what)).toEqual([1, "OrderConfirmed", 2]);
  });

  test("have something to read up to the shop's last message", () => {
    expect(lastOfShop([said(1, "operator", "1"), said(2, "customer", "2"), event("OrderPlaced", "3")])).toBe(
      1,
    );
    expect(lastOfShop([])).toBe(0);
  });
});

test("what was written stays as unsent until it is among the lines", () => {
  const unsent = [
    { client_id: "c1", text: "a", failed: false },
    { client_id: "c9", text: "b", failed: true },
  ];
  expect(stillUnsent(unsent, [said(1, "customer", "1")]).map(({ client_id }) => client_id)).toEqual(["c9"]);
  expect(stillUnsent(unsent, [said(1, "operator", "1")])).toHaveLength(2);
});

test("what is unread goes by the highest number that is known of", async () => {
  const { told, unreadOf, unreadOrders, seen } = await import("../src/shop/talk/unread");
  told("ord_a", 2, 5);
  told("ord_a", 1, 4);
  told("support", 3, 9);
  expect([unreadOf("ord_a"), unreadOrders.value]).toEqual([2, 2]);
  seen("ord_a", 5);
  expect([unreadOf("ord_a"), unreadOf("support")]).toEqual([0, 3]);
});
