/** Placing an order: from the button to the order's page, whatever is lost in between. */

import { signal } from "@preact/signals";
import { forget, keep, kept, ofThisTab } from "../../shared/kept";
import { type ProblemBody, problemOf } from "../../shared/problem";
import { replace } from "../../shared/router";
import { call } from "../calls";
import { cart, chooseDelivery, readCart } from "../cart/cart";
import { orderPath } from "../pages";
import { type Attempt, attemptFor, type CheckoutBody, keepable, readAttempt } from "./attempt";

const ATTEMPT = "attempt";
const SECONDS = 40;
/** Refusals by a shop that cannot go on at the moment, after which it is known that there is no order. */
const NOTHING_ORDERED = ["payments-unavailable", "payments-not-configured", "prices-unavailable"];

export type Paying =
  | { state: "idle" }
  | { state: "paying" }
  /** `asked`: what was sent; `version`: the cart's, as it was read afterwards. */
  | { state: "refused"; problem: ProblemBody; asked: CheckoutBody; version: number | undefined }
  /** Nobody answered: whether there is an order is not known, and the same can be sent again. */
  | { state: "unanswered" };

export const paying = signal<Paying>({ state: "idle" });

let standing: Attempt | null = null;

/** Sends the wish; once at a time, however often the button is pressed. */
export async function pay(body: CheckoutBody): Promise<void> {
  if (paying.value.state === "paying") return;
  standing = attemptFor(body, standing, crypto.randomUUID());
  await send(standing);
}

/** What a reload interrupted, if anything: sent again as it was, or looked for. Whether there was something. */
export async function resume(): Promise<boolean> {
  const attempt = readAttempt(kept(ATTEMPT, ofThisTab()));
  if (attempt === null) return false;
  if (attempt === "look") {
    forget(ATTEMPT, ofThisTab());
    return look();
  }
  standing = attempt;
  await send(attempt);
  return true;
}

async function send(attempt: Attempt): Promise<void> {
  paying.value = { state: "paying" };
  keep(ATTEMPT, keepable(attempt), ofThisTab());
  try {
    const { body } = await call("post", "/checkouts", {
      key: attempt.key,
      body: attempt.body,
      seconds: SECONDS,
    });
    answered();
    replace(orderPath(body.order_id));
  } catch (error) {
    await refused(error, attempt);
  }
}

async function refused(error: unknown, attempt: Attempt): Promise<void> {
  const problem = problemOf(error);
  if (problem === null || problem.status >= 500) {
    if (problem !== null && NOTHING_ORDERED.includes(problem.name)) return refuse(problem, attempt.body);
    paying.value = { state: "unanswered" };
    return;
  }
  // There is an order: this one, cancelled meanwhile, or the one that the cart went into from another tab.
  const { order_id } = problem.members;
  if (typeof order_id === "string") {
    answered();
    return replace(orderPath(order_id));
  }
  if (problem.name === "price-changed") await reckonFor(attempt.body.shipping_address);
  await readCart();
  if (problem.name === "idempotency-key-reused" && (await look())) return;
  refuse(problem, attempt.body);
}

/** Has the cart's prices follow the address, so that what is read next is what the next press agrees to. Where that fails
 * the shop says so again. */
async function reckonFor({ country, region = null }: CheckoutBody["shipping_address"]): Promise<void> {
  const delivery = cart.value?.delivery ?? null;
  if (delivery !== null) await chooseDelivery({ method: delivery.method, country, region });
}

/** The order of this cart, if it became one. */
async function look(): Promise<boolean> {
  await readCart();
  const claimed = cart.value?.checkout ?? null;
  if (claimed === null) return false;
  answered();
  replace(orderPath(claimed));
  return true;
}

function refuse(problem: ProblemBody, asked: CheckoutBody): void {
  forget(ATTEMPT, ofThisTab());
  standing = null;
  paying.value = { state: "refused", problem, asked, version: cart.value?.version };
}

function answered(): void {
  forget(ATTEMPT, ofThisTab());
  standing = null;
  paying.value = { state: "idle" };
  void readCart();
}

/** The form changed, or the cart since the shop said no: what was said of it before is past. An attempt that nobody
 * answered is not forgotten. */
export function reconsider(version?: number): void {
  if (paying.value.state === "refused" && paying.value.version !== version) paying.value = { state: "idle" };
}
