import { describe, expect, test } from "vitest";
import { added, counted, orderable, rechosen, reduced, stands, units } from "../src/shop/cart/changes";
import { cartOf, eur, line, PIZZA } from "./samples";

const TOPPINGS = PIZZA.options[1] as (typeof PIZZA.options)[number];

describe("what is added", () => {
  test("is one more of the line that has the same choice", () => {
    const change = added(cartOf(line("a", { quantity: 2 })), PIZZA, { size: "small" }, "new");
    expect(change).toEqual({
      put: { line_id: "a", sku: "margherita", options: { size: "small" }, quantity: 3 },
    });
  });

  test("is a line of its own where the choice is another", () => {
    const change = added(cartOf(line("a")), PIZZA, { size: "large" }, "new");
    expect(change).toEqual({
      put: { line_id: "new", sku: "margherita", options: { size: "large" }, quantity: 1 },
    });
  });

  test("begins another line where the first has as many as a line can have", () => {
    expect(added(cartOf(line("a", { quantity: 99 })), PIZZA, { size: "small" }, "new")).toMatchObject({
      put: { line_id: "new" },
    });
  });

  test("has no place beyond fifty lines, but for one more of a line that there is", () => {
    const full = cartOf(...Array.from({ length: 50 }, (_, n) => line(`l${n}`)));
    expect(added(full, PIZZA, { size: "large" }, "new")).toEqual({ full: true });
    expect(added(full, PIZZA, { size: "small" }, "new")).toMatchObject({
      put: { line_id: "l0", quantity: 2 },
    });
  });
});

test("one fewer of the last takes the line out, and no line has more than ninety-nine", () => {
  expect(counted(cartOf(line("a")), "a", -1)).toEqual({ drop: "a" });
  expect(counted(cartOf(line("a", { quantity: 99 })), "a", 1)).toMatchObject({ put: { quantity: 99 } });
  expect(counted(cartOf(), "a", 1)).toBeNull();
});

test("actually, add mushrooms: one press puts the line with them, and its number stays", () => {
  const change = rechosen(cartOf(line("a", { quantity: 2 })), "a", PIZZA, TOPPINGS, "mushrooms");
  const options = { size: "small", toppings: ["mushrooms"] };
  expect(change).toEqual({ put: { line_id: "a", sku: "margherita", options, quantity: 2 } });
});

test("what there is too little of becomes what there is, or goes", () => {
  expect(reduced(cartOf(line("a", { quantity: 9 })), "a", 5)).toMatchObject({ put: { quantity: 5 } });
  expect(reduced(cartOf(line("a", { quantity: 2 })), "a", 5)).toMatchObject({ put: { quantity: 2 } });
  expect(reduced(cartOf(line("a")), "a", 0)).toEqual({ drop: "a" });
});

test("a change whose answer was lost stands if the cart is as it would have it", () => {
  const put = { line_id: "a", sku: "margherita", options: { size: "small" }, quantity: 2 };
  expect(stands(cartOf(line("a", { quantity: 2 })), { put })).toBe(true);
  expect(stands(cartOf(line("a", { quantity: 1 })), { put })).toBe(false);
  expect(stands(cartOf(line("a", { quantity: 2, options: { size: "large" } })), { put })).toBe(false);
  expect(stands(cartOf(), { drop: "a" })).toBe(true);
  expect(stands(cartOf(), { credit: "none" })).toBe(true);
  expect(stands(cartOf(), { credit: "all" })).toBe(false);
  expect(stands({ ...cartOf(), credit: eur(500) }, { credit: "all" })).toBe(true);
  expect(stands(cartOf(line("a")), { drop: "a" })).toBe(false);
});

test("a cart can be ordered if it has lines, all of them can be had, and no order claims it", () => {
  expect(orderable(cartOf(line("a"), line("b", { stock: "low" })))).toBe(true);
  expect(orderable(cartOf())).toBe(false);
  for (const stock of ["short", "sold_out", "withdrawn"] as const) {
    expect(orderable(cartOf(line("a"), line("b", { stock })))).toBe(false);
  }
  expect(orderable({ ...cartOf(line("a")), checkout: "ord_x" })).toBe(false);
  expect(orderable({ ...cartOf(line("a")), priced: false, total: null, to_pay: null })).toBe(false);
});

test("units are counted over all lines", () => {
  expect(units(cartOf(line("a", { quantity: 2 }), line("b")))).toBe(3);
});
