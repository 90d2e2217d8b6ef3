/**
 * One wish to pay, until it is answered.
 *
 * It has one Idempotency-Key, kept with what was sent while nobody has answered: whoever presses twice, reloads, or
 * loses the answer sends the same again, and meets the same order. Another cart, address or method is another wish.
 */

import type { components } from "../../contract/api";

export type CheckoutBody = components["schemas"]["CheckoutBody"];

export interface Attempt {
  key: string;
  body: CheckoutBody;
}

const DEMO_METHOD = /^pm_(card|sandbox)_\w+$/;

/** Whether this is one of the sandbox's ways to pay, and so nobody's card. */
export const isDemo = (method: string): boolean => DEMO_METHOD.test(method);

/** The attempt that stands where it is for the same; else a new one under a new key. */
export function attemptFor(body: CheckoutBody, standing: Attempt | null, newKey: string): Attempt {
  return standing !== null && alike(standing.body, body) ? standing : { key: newKey, body };
}

/** What the browser may keep of it: never the name of a real card's payment method. */
export function keepable({ key, body }: Attempt): Attempt | { key: string } {
  const method = body.payment_method;
  return method === undefined || method === null || isDemo(method) ? { key, body } : { key };
}

/** What was kept: an attempt that can be repeated, or one of which only the order can be looked for. */
export function readAttempt(kept: unknown): Attempt | "look" | null {
  if (typeof kept !== "object" || kept === null || !("key" in kept) || typeof kept.key !== "string")
    return null;
  if (!("body" in kept) || typeof kept.body !== "object" || kept.body === null) return "look";
  return { key: kept.key, body: kept.body as CheckoutBody };
}

function alike(one: CheckoutBody, other: CheckoutBody): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
