import { money, t } from "../words";
import type { Story } from "./story";

/** A sentence with its amounts in it. */
export function storyText({ key, amounts }: Story): string {
  return t(key, Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, money(amount)])));
}
