/** Codes that make a cart cheaper: how they are typed, and why one does not apply. */

import { has, say } from "../../shared/words";
import { t } from "../words";

const CODE = /^[A-Z0-9][A-Z0-9-]{1,31}$/;

/** As the shop writes it, however it was typed; null where no shop would write it so. */
export function asWritten(typed: string): string | null {
  const code = typed.trim().toUpperCase();
  return CODE.test(code) ? code : null;
}

/** In words. A reason that these pages have none for is said in general. */
export function whyNot(why: unknown): string {
  const key = `code.why.${why}`;
  return has(key) ? say(key) : t("problem.code-not-applicable");
}
