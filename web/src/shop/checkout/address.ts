/** What an address has to have, as the shop will hold it: told while it is written, and not only when it is sent. */

import type { components } from "../../contract/api";
import { COUNTRIES, NEED_POSTAL_CODE } from "../../contract/countries";
import type { Cart } from "../calls";
import type { Delivery } from "../cart/changes";
import { wantsRegion } from "../cart/ways";
import type { Key } from "../words";

export const FIELDS = [
  "name",
  "line1",
  "line2",
  "postal_code",
  "city",
  "region",
  "country",
  "phone",
  "email",
] as const;
export type FieldName = (typeof FIELDS)[number];
export type Draft = Record<FieldName, string>;
export type Wrong = Partial<Record<FieldName, Key>>;
type Address = components["schemas"]["Address"];

const LONGEST: Record<FieldName, number> = {
  name: 200,
  line1: 200,
  line2: 200,
  postal_code: 20,
  city: 200,
  region: 200,
  country: 2,
  phone: 40,
  email: 320,
};
const LIKE_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const longest = (field: FieldName): number => LONGEST[field];
export const countries = (): readonly string[] => COUNTRIES;

/** What an address is for: somebody has to find a door; tax depends on where it is; or neither, since all is picked up. */
export type Purpose = "street" | "tax" | "pickup";

export function purposeOf(cart: Cart): Purpose {
  if (cart.needs_street) return "street";
  return cart.delivery === null ? "tax" : "pickup";
}

/** What is asked for. */
export function fieldsFor(draft: Draft, purpose: Purpose): FieldName[] {
  const street: readonly FieldName[] = ["line1", "line2", "postal_code", "city"];
  return FIELDS.filter((field) => {
    if (street.includes(field)) return purpose === "street";
    if (field === "region") return purpose !== "pickup" && wantsRegion(draft.country);
    return field !== "country" || purpose !== "pickup";
  });
}

/** Nothing yet, but for the country where the reader seems to be: `it-CH` is CH. */
export function emptyDraft(languages: readonly string[]): Draft {
  const region = languages
    .map((one) => one.split("-")[1]?.toUpperCase() ?? "")
    .find((one) => COUNTRIES.includes(one));
  const nothing = Object.fromEntries(FIELDS.map((field) => [field, ""])) as Draft;
  return { ...nothing, country: region ?? "IT" };
}

/** What was kept, as far as it is one. */
export function readDraft(kept: unknown, languages: readonly string[]): Draft {
  const draft = emptyDraft(languages);
  if (typeof kept !== "object" || kept === null) return draft;
  for (const field of FIELDS) {
    const text = (kept as Record<string, unknown>)[field];
    if (typeof text === "string") draft[field] = text.slice(0, LONGEST[field]);
  }
  return COUNTRIES.includes(draft.country) ? draft : { ...draft, country: emptyDraft(languages).country };
}

/** The country that the cart is reckoned for, until there is an address. */
export function startingIn(draft: Draft, delivery: Delivery | null): Draft {
  return isBegun(draft) || delivery === null ? draft : { ...draft, country: delivery.country };
}

/** The country is there from the beginning: it is no address yet. */
export function isBegun({ country: _, ...written }: Draft): boolean {
  return Object.values(written).some((text) => text !== "");
}

/** What is wrong with each field, by the key of its sentence; nothing where all is well. */
export function wrongOf(draft: Draft, purpose: Purpose): Wrong {
  const wrong: Wrong = {};
  for (const field of required(draft, purpose))
    if (draft[field].trim() === "") wrong[field] = "wrong.required";
  const email = draft.email.trim();
  if (email !== "" && !LIKE_MAIL.test(email)) wrong.email = "wrong.email";
  return wrong;
}

export function required(draft: Draft, purpose: Purpose): FieldName[] {
  return fieldsFor(draft, purpose).filter((field) => {
    if (field === "line2" || field === "phone" || field === "email") return false;
    return field !== "postal_code" || NEED_POSTAL_CODE.includes(draft.country);
  });
}

/** Fields that the shop named in a refusal: `errors: [{field: "shipping_address.city", ...}]`. */
export function refusedFields(errors: unknown): Wrong {
  const named = Array.isArray(errors)
    ? errors.map((each) => String((each as { field?: unknown })?.field ?? ""))
    : [];
  const fields = FIELDS.filter((field) =>
    named.some((name) => name === field || name === `shipping_address.${field}`),
  );
  return Object.fromEntries(
    fields.map((field) => [field, field === "email" ? "wrong.email" : "wrong.refused"]),
  );
}

/** As it is sent: trimmed, what was asked for and not left empty. Who picks up comes from where the cart says. */
export function addressOf(draft: Draft, purpose: Purpose, delivery: Delivery | null): Address {
  const asked = fieldsFor(draft, purpose).filter((field) => field !== "email");
  const filled = asked.map((field) => [field, draft[field].trim()]).filter(([, text]) => text !== "");
  const from = purpose === "pickup" && delivery !== null ? { country: delivery.country } : {};
  return { ...from, ...Object.fromEntries(filled) } as Address;
}

/** Where the cart's delivery would go, if it went to this address. */
export function placeOf(draft: Draft): Pick<Delivery, "country" | "region"> {
  const region = wantsRegion(draft.country) ? draft.region.trim() : "";
  return { country: draft.country, region: region || null };
}
