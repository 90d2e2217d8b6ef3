import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { speak } from "../src/shared/words";
import { alike, delivered, entered, stands } from "../src/shop/cart/changes";
import { asWritten, whyNot } from "../src/shop/cart/codes";
import { named, untilFree, wantsRegion, waysOf } from "../src/shop/cart/ways";
import {
  addressOf,
  emptyDraft,
  fieldsFor,
  placeOf,
  purposeOf,
  required,
  startingIn,
} from "../src/shop/checkout/address";
import { dueOf } from "../src/shop/checkout/due";
import type { Paying } from "../src/shop/checkout/pay";
import english from "../src/shop/words/en";
import { cartOf, eur, line } from "./samples";

const TO_ITALY = { method: "courier", country: "IT", region: null };
const COURIER = { method: "courier", name: "Courier", price: eur(490), free_from: eur(3000) };
const ENTERED = { code: "TEN", applied: true, takes_off: eur(85), why: null };
const row = (type: "items" | "discount" | "total", amount: number) => ({
  type,
  label: type,
  amount: eur(amount),
  included: false,
});

beforeEach(async () => {
  vi.stubGlobal("navigator", { languages: ["en"] });
  vi.stubGlobal("document", { documentElement: {} });
  await speak({ en: async () => ({ default: english }), it: async () => ({ default: english }) });
});

afterEach(() => vi.unstubAllGlobals());

describe("a way of delivery", () => {
  test("says what is missing until it is free, of goods after discounts", () => {
    const cart = {
      ...cartOf(line("a")),
      totals: [row("items", 850), row("discount", -85), row("total", 765)],
    };
    expect(untilFree(COURIER, cart)).toEqual(eur(2235));
    expect(untilFree({ ...COURIER, price: eur(0) }, cart)).toBeNull();
    expect(untilFree({ ...COURIER, free_from: null }, cart)).toBeNull();
  });

  test("that the cart has already is not chosen again", () => {
    const cart = { ...cartOf(line("a")), delivery: TO_ITALY };
    expect(delivered(cart, { ...TO_ITALY })).toBeNull();
    expect(delivered(cart, { ...TO_ITALY, country: "AT" })).toEqual({
      delivery: { ...TO_ITALY, country: "AT" },
    });
    expect(alike(TO_ITALY, { ...TO_ITALY, region: "NA" })).toBe(false);
    expect(stands(cart, { delivery: TO_ITALY })).toBe(true);
    expect(stands(cartOf(), { delivery: TO_ITALY })).toBe(false);
  });

  test("is named by a refusal that is about delivery, and by no other", () => {
    const refusal = (members: object) => ({
      name: "invalid-request",
      status: 422,
      detail: "",
      retryAfter: null,
      members: { ...members },
    });
    expect(waysOf(refusal({ options: [{ method: "pickup", name: "Pickup" }] }))).toHaveLength(1);
    expect(waysOf(refusal({ errors: [] }))).toBeNull();
    expect(waysOf(null)).toBeNull();
  });

  test("goes to countries by their names in the reader's language, to that of the cart whatever it is", () => {
    expect(named(["IT", "AT"], "GB")).toEqual([
      { value: "AT", text: "Austria" },
      { value: "IT", text: "Italy" },
      { value: "GB", text: "United Kingdom" },
    ]);
    expect([wantsRegion("US"), wantsRegion("IT")]).toEqual([true, false]);
  });
});

describe("a code", () => {
  test("is taken however it is typed, and where no shop would write it so, by none", () => {
    expect(asWritten(" benvenuto ")).toBe("BENVENUTO");
    for (const typed of ["", "x", "-ten", "ten!", "a".repeat(33)]) expect(asWritten(typed)).toBeNull();
  });

  test("says in words why it does not apply, for reasons of tomorrow too", () => {
    expect(whyNot("expired")).toBe(english["code.why.expired"]);
    for (const why of ["of-tomorrow", null, undefined, 3])
      expect(whyNot(why)).toBe(english["problem.code-not-applicable"]);
  });

  test("has words for each reason of the contract", async () => {
    const { default: document } = await import("../../functions/storefront/openapi.json");
    const { anyOf } = document.components.schemas.CartCode.properties.why;
    const reasons = anyOf.flatMap((one) => ("enum" in one ? (one.enum as string[]) : []));
    expect(reasons.length).toBeGreaterThan(3);
    for (const why of reasons) expect([why, `code.why.${why}` in english]).toEqual([why, true]);
  });

  test("whose answer was lost stands if it is there, or gone", () => {
    const cart = { ...cartOf(), codes: [ENTERED] };
    expect([entered(cart, "TEN"), stands(cart, { enter: "TEN" }), stands(cart, { remove: "TEN" })]).toEqual([
      true,
      true,
      false,
    ]);
    expect(stands(cartOf(), { remove: "TEN" })).toBe(true);
  });
});

describe("who picks up", () => {
  const draft = { ...emptyDraft(["it"]), name: "Ada", line1: "1 Oven St", city: "Naples", phone: "1" };

  test("is asked for a name and no street, and comes from where the cart says", () => {
    const pickup = { ...TO_ITALY, method: "pickup" };
    expect(purposeOf({ ...cartOf(line("a")), needs_street: false, delivery: pickup })).toBe("pickup");
    expect(fieldsFor({ ...draft, country: "US" }, "pickup")).toEqual(["name", "phone", "email"]);
    expect(required(draft, "pickup")).toEqual(["name"]);
    expect(addressOf({ ...draft, country: "US" }, "pickup", pickup)).toEqual({
      country: "IT",
      name: "Ada",
      phone: "1",
    });
  });

  test("of what nobody has to bring is asked where it is taxed", () => {
    expect(purposeOf({ ...cartOf(line("a")), needs_street: false })).toBe("tax");
    expect(required({ ...draft, country: "US" }, "tax")).toEqual(["name", "region", "country"]);
    expect(addressOf(draft, "tax", null)).toEqual({ name: "Ada", country: "IT", phone: "1" });
  });
});

test("an address that nobody has begun is in the country of the cart; one that was begun stays where it is", () => {
  const nothing = emptyDraft(["en-GB"]);
  expect(startingIn(nothing, TO_ITALY).country).toBe("IT");
  expect(startingIn(nothing, null).country).toBe("GB");
  expect(startingIn({ ...nothing, city: "Leeds" }, TO_ITALY).country).toBe("GB");
});

test("the cart goes where the address is, with its state where there are states", () => {
  const draft = { ...emptyDraft(["en-US"]), region: " Texas " };
  expect(placeOf(draft)).toEqual({ country: "US", region: "Texas" });
  expect(placeOf({ ...draft, country: "IT" })).toEqual({ country: "IT", region: null });
});

test("the next press agrees to what the shop said last", () => {
  const cart = cartOf(line("a"));
  expect(dueOf(cart, { state: "idle" })).toMatchObject({ total: eur(850), changed: false });
  const members = { total: eur(900), to_pay: eur(700), totals: [row("total", 900)] };
  expect(dueOf(cart, refused("price-changed", members))).toEqual({ ...members, changed: true });
  expect(dueOf(cart, refused("amount-too-small", { total: eur(1) }))).toMatchObject({
    total: eur(850),
    changed: false,
  });
});

function refused(name: string, members: Record<string, unknown>): Paying {
  const problem = { name, status: 409, detail: "", retryAfter: null, members };
  return { state: "refused", problem, asked: {} as never, version: 3 };
}
