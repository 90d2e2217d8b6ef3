import type { Tables, Values } from "../shared/words";
import { say } from "../shared/words";
import type en from "./words/en";

export { date, money, when } from "../shared/words";

export type Key = keyof typeof en;

export const tables: Tables<typeof en> = {
  en: () => import("./words/en"),
  it: () => import("./words/it"),
};

/** The text of a key of this face. */
export const t = (key: Key, values?: Values): string => say(key, values);
