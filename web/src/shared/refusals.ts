/** What a failed call means to whoever made it, in words. */

import { Refused } from "./problem";
import { has, say, type Values } from "./words";

/** A sentence for any error. Each problem has one of its own (`problem.<name>`); `values` are what it takes. */
export function why(error: unknown, values: Values = {}): string {
  if (!(error instanceof Refused)) return say("problem.unreachable");
  const { name, detail, retryAfter } = error.problem;
  const key = `problem.${name}`;
  return say(has(key) ? key : "problem.unknown", { detail, seconds: retryAfter ?? 0, ...values });
}
