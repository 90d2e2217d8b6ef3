/** The cart as the shop has it. Changes are sent one after the other, each made of the newest cart, so that two quick
 * presses count as two, and another tab's change is not written over. */

import { signal } from "@preact/signals";
import { keep } from "../../shared/kept";
import { toast } from "../../shared/parts/Toasts";
import { pause, pauseBefore } from "../../shared/patience";
import { type ProblemBody, problemOf } from "../../shared/problem";
import { why } from "../../shared/refusals";
import { type Cart, type Chosen, call, type Option, type Product } from "../calls";
import { t } from "../words";
import {
  added,
  type Change,
  counted,
  type Delivery,
  delivered,
  entered,
  rechosen,
  reduced,
  stands,
} from "./changes";
import { asWritten, whyNot } from "./codes";
import { type Way, waysOf } from "./ways";

/** Written at each change: the browser's other tabs hear of it, and read the cart anew. */
export const TOUCHED = "cart-touched";
const TRIES = 4;

export const cart = signal<Cart | null>(null);
export const unread = signal(false);
/** When it was last read. */
export const readAt = signal("");
export const changing = signal(0);

type Sent = Exclude<Change, { full: true }>;
/** Says why the cart is not as it was wished; the problem where the shop refused. */
type Tell = (text: string, problem: ProblemBody | null) => void;

let line: Promise<unknown> = Promise.resolve();

/** Reads the cart, after the changes that are under way. Where that fails, what was read before stays. */
export function readCart(): Promise<void> {
  return inTurn(read);
}

async function read(): Promise<void> {
  try {
    cart.value = (await call("get", "/cart")).body;
    unread.value = false;
    readAt.value = new Date().toISOString();
  } catch {
    unread.value = true;
  }
}

export function add(product: Product, chosen: Chosen): Promise<boolean> {
  const id = crypto.randomUUID();
  return change((now) => added(now, product, chosen, id));
}

export const count = (lineId: string, more: number) => change((now) => counted(now, lineId, more));

export const rechoose = (lineId: string, product: Product, option: Option, name: string) =>
  change((now) => rechosen(now, lineId, product, option, name));

export const reduce = (lineId: string, available: number) => change((now) => reduced(now, lineId, available));

export const drop = (lineId: string) => change(() => ({ drop: lineId }));

export const useCredit = (credit: "all" | "none") => change(() => ({ credit }));

/** Null where it is chosen, or was said why not; else the methods that go there. */
export async function chooseDelivery(delivery: Delivery): Promise<Way[] | null> {
  let ways: Way[] | null = null;
  await change(
    (now) => delivered(now, delivery),
    (text, problem) => {
      ways = waysOf(problem);
      if (ways === null) toast(text);
    },
  );
  return ways;
}

/** Null where the code applies; else why it does not. */
export async function enterCode(typed: string): Promise<string | null> {
  const code = asWritten(typed);
  if (code === null) return whyNot("unknown");
  let said: string | null = null;
  await change(
    (now) => (entered(now, code) ? null : { enter: code }),
    (text, problem) => {
      said = problem?.name === "code-not-applicable" ? whyNot(problem.members.why) : text;
    },
  );
  return said;
}

export const removeCode = (code: string) => change(() => ({ remove: code }));

/** Whether the cart is as it was wished; where not, why is told. */
function change(wish: (now: Cart) => Change | null, tell: Tell = (text) => toast(text)): Promise<boolean> {
  changing.value += 1;
  return inTurn(() => make(wish, tell)).finally(() => {
    changing.value -= 1;
  });
}

async function make(wish: (now: Cart) => Change | null, tell: Tell): Promise<boolean> {
  const told = (text: string, problem: ProblemBody | null = null): false => {
    tell(text, problem);
    return false;
  };
  const failed = async (error: unknown): Promise<false> => {
    await read();
    return told(why(error), problemOf(error));
  };
  let unsure: Sent | null = null;
  for (let tried = 1; ; tried += 1) {
    if (cart.value === null || cart.value.checkout !== null || tried > 1) await read();
    if (cart.value === null) return failed(new Error("no cart"));
    // The shop would refuse it: an order is being made of this cart.
    if (cart.value.checkout !== null) return told(t("problem.checkout-in-progress"));
    if (unsure !== null && stands(cart.value, unsure)) return touched();
    const wanted = wish(cart.value);
    if (wanted === null) return true;
    if ("full" in wanted) return told(t("cart.full"));
    try {
      cart.value = await send(wanted, cart.value.version);
      return touched();
    } catch (error) {
      const status = problemOf(error)?.status ?? null;
      // 412: another tab was quicker, and the wish is made of what the cart is now.
      const seconds = status === 412 && tried < TRIES ? 0 : pauseBefore(tried, TRIES, status, null);
      if (seconds === null) return failed(error);
      unsure = status === 412 ? unsure : wanted;
      await pause(seconds);
    }
  }
}

async function send(wanted: Sent, version: number): Promise<Cart> {
  const headers = { "If-Match": `"${version}"` };
  if ("credit" in wanted) {
    if (wanted.credit === "none") return (await call("delete", "/cart/credit", { headers, tries: 1 })).body;
    return (await call("put", "/cart/credit", { body: { all: true }, headers, tries: 1 })).body;
  }
  if ("delivery" in wanted) {
    return (await call("put", "/cart/delivery", { body: wanted.delivery, headers, tries: 1 })).body;
  }
  if ("enter" in wanted) {
    const path = { code: wanted.enter };
    return (await call("put", "/cart/codes/{code}", { path, headers, tries: 1 })).body;
  }
  if ("remove" in wanted) {
    const path = { code: wanted.remove };
    return (await call("delete", "/cart/codes/{code}", { path, headers, tries: 1 })).body;
  }
  if ("drop" in wanted) {
    const path = { line_id: wanted.drop };
    return (await call("delete", "/cart/lines/{line_id}", { path, headers, tries: 1 })).body;
  }
  const { line_id, ...body } = wanted.put;
  return (await call("put", "/cart/lines/{line_id}", { path: { line_id }, body, headers, tries: 1 })).body;
}

function touched(): boolean {
  keep(TOUCHED, Date.now());
  return true;
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = line.then(work, work);
  line = turn.catch(() => undefined);
  return turn;
}
