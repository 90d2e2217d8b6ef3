import { describe, expect, test } from "vitest";
import { pictureOf } from "../src/shop/art/picture";
import type { Product } from "../src/shop/calls";
import { fitting, inWords, plainChoice, priceOf, same, turned } from "../src/shop/menu/choice";
import { CHEESES, LEMONADE, PIZZA } from "./samples";

const [SIZE, TOPPINGS] = PIZZA.options as [Product["options"][0], Product["options"][0]];
const [ICE] = LEMONADE.options as [Product["options"][0]];

describe("a choice", () => {
  test("is at first what has to be chosen, and nothing else", () => {
    expect(plainChoice(PIZZA)).toEqual({ size: "small" });
    expect(plainChoice(LEMONADE)).toEqual({});
  });

  test("costs the product and the surcharges of what is chosen", () => {
    expect(priceOf(PIZZA, { size: "large", toppings: ["olives", "mushrooms"] })).toEqual({
      amount: 1430,
      currency: "EUR",
    });
  });

  test("keeps what the product still has, and chooses anew what it has no more", () => {
    const before = { size: "giant", toppings: ["olives", "gold"], crust: "thin" };
    expect(fitting(PIZZA, before)).toEqual({ size: "small", toppings: ["olives"] });
  });

  test("that has to be made is changed, and never left out", () => {
    expect(turned({ size: "small" }, SIZE, "large")).toEqual({ size: "large" });
    expect(turned({ size: "small" }, SIZE, "small")).toEqual({ size: "small" });
  });

  test("that may be left out is turned off by the press that turned it on", () => {
    expect(turned({ ice: "with" }, ICE, "with")).toEqual({});
    expect(turned({ ice: "with" }, ICE, "without")).toEqual({ ice: "without" });
  });

  test("of several is the same whatever was pressed first", () => {
    const one = turned(turned({ size: "small" }, TOPPINGS, "mushrooms"), TOPPINGS, "olives");
    expect(one).toEqual({ size: "small", toppings: ["olives", "mushrooms"] });
    expect(turned(one, TOPPINGS, "olives")).toEqual({ size: "small", toppings: ["mushrooms"] });
    expect(turned({ toppings: ["olives"] }, TOPPINGS, "olives")).toEqual({});
  });

  test("is the same as another by what is chosen, not by how it is written", () => {
    expect(same({ toppings: ["b", "a"], size: "s" }, { size: "s", toppings: ["a", "b"] })).toBe(true);
    expect(same({ size: "s", toppings: [] }, { size: "s" })).toBe(true);
    expect(same({ size: "s" }, { size: "m" })).toBe(false);
  });

  test("says of what it is where that cannot be told", () => {
    expect(inWords({ size: "large", toppings: ["olives", "mushrooms"] }, PIZZA.options)).toBe(
      "large, olives, mushrooms",
    );
    expect(inWords({ ice: "with" }, LEMONADE.options)).toBe("ice: with");
    expect(inWords({ toppings: [] }, [])).toBe("");
  });
});

describe("a picture", () => {
  test("shows on a pizza what is on it, and what was just added", () => {
    expect(pictureOf(PIZZA, {})).toEqual({ dish: "pizza", toppings: ["mozzarella", "basil"] });
    expect(pictureOf(PIZZA, { toppings: ["mushrooms"] })).toEqual({
      dish: "pizza",
      toppings: ["mozzarella", "mushroom", "basil"],
    });
    expect(pictureOf(CHEESES, {})).toMatchObject({ dish: "pizza" });
  });

  test("is a plate where nobody drew the dish", () => {
    expect(pictureOf({ sku: "x", name: "Soup", description: "" }, {})).toEqual({ dish: "plate" });
    expect(pictureOf(LEMONADE, {})).toEqual({ dish: "glass" });
  });
});
