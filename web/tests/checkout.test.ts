import { describe, expect, test } from "vitest";
import {
  addressOf,
  emptyDraft,
  readDraft,
  refusedFields,
  required,
  wrongOf,
} from "../src/shop/checkout/address";
import {
  type Attempt,
  attemptFor,
  type CheckoutBody,
  keepable,
  readAttempt,
} from "../src/shop/checkout/attempt";
import { eur } from "./samples";

const DRAFT = {
  ...emptyDraft(["it-IT"]),
  name: " Ada ",
  line1: "1 Oven St",
  postal_code: "80100",
  city: "Naples",
};
const BODY: CheckoutBody = {
  payment_method: "pm_card_visa",
  expected_total: eur(850),
  cart_version: 3,
  shipping_address: addressOf(DRAFT, "street", null),
};
const STANDING: Attempt = { key: "k1", body: BODY };

describe("an address", () => {
  test("begins in the country where the reader's language says they are", () => {
    expect(emptyDraft(["de", "de-CH"]).country).toBe("CH");
    expect(emptyDraft(["xx-QQ"]).country).toBe("IT");
  });

  test("needs what its country's addresses have", () => {
    expect(wrongOf(DRAFT, "street")).toEqual({});
    expect(wrongOf({ ...DRAFT, postal_code: "  " }, "street")).toEqual({ postal_code: "wrong.required" });
    expect(wrongOf({ ...DRAFT, country: "HK", postal_code: "" }, "street")).toEqual({});
    expect(required({ ...DRAFT, country: "US" }, "street")).toContain("region");
  });

  test("takes an e-mail or none", () => {
    expect(wrongOf({ ...DRAFT, email: "ada@" }, "street")).toEqual({ email: "wrong.email" });
    expect(wrongOf({ ...DRAFT, email: " ada@example.com " }, "street")).toEqual({});
  });

  test("is sent trimmed, without what is empty, and without another country's region", () => {
    const sent = addressOf(
      { ...DRAFT, line2: " ", region: "Texas", email: "ada@example.com" },
      "street",
      null,
    );
    expect(sent).toEqual({
      name: "Ada",
      line1: "1 Oven St",
      postal_code: "80100",
      city: "Naples",
      country: "IT",
    });
    expect(addressOf({ ...DRAFT, country: "US", region: "Texas" }, "street", null)).toMatchObject({
      region: "Texas",
    });
  });

  test("is read again as far as it is one, whatever was kept", () => {
    for (const kept of [null, 3, "x", [], { country: "QQ", name: 7 }]) {
      expect(readDraft(kept, ["it-IT"])).toEqual(emptyDraft(["it-IT"]));
    }
    expect(readDraft({ ...DRAFT, name: "a".repeat(999), password: "x" }, [])).toEqual({
      ...DRAFT,
      name: "a".repeat(200),
    });
  });

  test("shows at its fields what the shop did not take", () => {
    const errors = [
      { field: "shipping_address.city", message: "" },
      { field: "email" },
      { field: "other" },
      null,
    ];
    expect(refusedFields(errors)).toEqual({ city: "wrong.refused", email: "wrong.email" });
    expect(refusedFields(undefined)).toEqual({});
  });
});

describe("an attempt to pay", () => {
  test("keeps its key as long as it says the same", () => {
    expect(attemptFor({ ...BODY }, STANDING, "k2").key).toBe("k1");
  });

  test.each([
    ["another card", { payment_method: "pm_card_mastercard" }],
    ["another cart", { cart_version: 4 }],
    ["another total", { expected_total: eur(900) }],
  ])("is another under another key with %s", (_, change) => {
    expect(attemptFor({ ...BODY, ...change }, STANDING, "k2")).toEqual({
      key: "k2",
      body: { ...BODY, ...change },
    });
  });

  test("survives a reload as it was, with a demo's card", () => {
    expect(readAttempt(JSON.parse(JSON.stringify(keepable(STANDING))))).toEqual(STANDING);
  });

  test("is kept without what a real card was made into, and its order then looked for", () => {
    const real = { key: "k1", body: { ...BODY, payment_method: "pm_1Q2w3e4r" } };
    expect(JSON.stringify(keepable(real))).not.toContain("pm_1Q2w3e4r");
    expect(readAttempt(keepable(real))).toBe("look");
  });

  test.each([null, 1, {}, { key: 4 }])("is none where %j was kept", (kept) => {
    expect(readAttempt(kept)).toBeNull();
  });
});
