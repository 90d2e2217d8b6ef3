/**
 * Every text of a page, by key, in the language of whoever reads it.
 *
 * A face has its tables in words/en.ts and words/it.ts and loads the one it needs. `{name}` in a text is a value;
 * a text that counts is an object of the plural's categories: `{ one: "{n} pizza", other: "{n} pizzas" }`.
 */

import { dateText, type Shape, whenText } from "./dates";
import { keep, kept } from "./kept";
import { type Money, moneyText } from "./money";
import { pause } from "./patience";

export type Text = string | { one: string; other: string };
export type Table = Record<string, Text>;
export type Values = Record<string, string | number>;
/** A key with what it takes, to be said later: rules answer with these. */
export interface Saying<K extends string = string> {
  key: K;
  values?: Values;
}

export const LANGUAGES = ["en", "it"] as const;
export type Language = (typeof LANGUAGES)[number];
export type Tables<T extends Table> = Record<Language, () => Promise<{ default: Record<keyof T, Text> }>>;

const CHOSEN = "language";
const TRIES = 4;

let language: Language = "en";
let locale = "en";
let table: Table = {};

/** Loads the texts of this face, and says so in the document. */
export async function speak<T extends Table>(tables: Tables<T>): Promise<void> {
  const wanted = navigator.languages ?? [navigator.language];
  language = pickLanguage(kept<string>(CHOSEN), wanted);
  locale = pickLocale(language, wanted);
  table = (await persistently(tables[language])).default;
  document.documentElement.lang = language;
}

/** A page without words is none: loaded again, a few times, where it fails. */
async function persistently<T>(load: () => Promise<T>): Promise<T> {
  for (let tried = 1; tried < TRIES; tried += 1) {
    const loaded = await load().catch(() => null);
    if (loaded !== null) return loaded;
    await pause(tried);
  }
  return load();
}

/** Another language from now on; the page begins anew in it. */
export function choose(chosen: Language): void {
  keep(CHOSEN, chosen);
  location.reload();
}

export const spoken = (): Language => language;

/** The text of a key. A key without one is shown as it is. */
export function say(key: string, values: Values = {}): string {
  const text = table[key];
  if (text === undefined) return key;
  return fill(typeof text === "string" ? text : text[category(values.n)], values);
}

export const has = (key: string): boolean => key in table;
export const money = (amount: Money): string => moneyText(amount, locale);
export const date = (at: string, shape: Shape): string => dateText(at, shape, locale);
export const when = (at: string): string => whenText(at, locale);

/** What was chosen; else the first of the browser's languages that there is; else English. */
export function pickLanguage(chosen: string | null, wanted: readonly string[]): Language {
  const known = [chosen, ...wanted].map((one) => one?.slice(0, 2).toLowerCase());
  return (
    LANGUAGES.find((one) => one === known.find((name) => LANGUAGES.some((each) => each === name))) ?? "en"
  );
}

/** How this language is written where the reader is: en-GB has other dates than en-US. */
export function pickLocale(spoken: Language, wanted: readonly string[]): string {
  return wanted.find((one) => one.slice(0, 2).toLowerCase() === spoken) ?? spoken;
}

export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function category(n: string | number | undefined): "one" | "other" {
  return new Intl.PluralRules(language).select(Number(n)) === "one" ? "one" : "other";
}
