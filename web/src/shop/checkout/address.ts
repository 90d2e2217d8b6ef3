/** What an address has to have, as the shop will hold it: told while it is written, and not only when it is sent. */

import type { components } from "../../contract/api";
import { COUNTRIES, NEED_POSTAL_CODE, NEED_REGION } from "../../contract/countries";
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
const ALWAYS: readonly FieldName[] = ["name", "line1", "city", "country"];
const LIKE_MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export const longest = (field: FieldName): number => LONGEST[field];
export const countries = (): readonly string[] => COUNTRIES;
export const wantsRegion = (draft: Draft): boolean => NEED_REGION.includes(draft.country);

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

/** What is wrong with each field, by the key of its sentence; nothing where all is well. */
export function wrongOf(draft: Draft): Wrong {
  const wrong: Wrong = {};
  for (const field of required(draft)) if (draft[field].trim() === "") wrong[field] = "wrong.required";
  const email = draft.email.trim();
  if (email !== "" && !LIKE_MAIL.test(email)) wrong.email = "wrong.email";
  return wrong;
}

export function required(draft: Draft): FieldName[] {
  const needed = [...ALWAYS];
  if (NEED_POSTAL_CODE.includes(draft.country)) needed.push("postal_code");
  if (wantsRegion(draft)) needed.push("region");
  return needed;
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

/** As it is sent: trimmed, and without what was left empty. A region of before is not sent along to another country. */
export function addressOf(draft: Draft): Address {
  const { email: _, ...address } = draft;
  if (!wantsRegion(draft)) address.region = "";
  const filled = Object.entries(address).map(([field, text]) => [field, text.trim()]);
  return Object.fromEntries(filled.filter(([, text]) => text !== "")) as Address;
}
