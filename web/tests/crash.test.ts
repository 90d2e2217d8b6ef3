import { describe, expect, test } from "vitest";
import type { Account, Fault, Look, State } from "../src/crash/bench";
import { buy, type Purchase, type Street } from "../src/crash/customer";
import {
  functionName,
  headlineOf,
  lastFailure,
  moodOf,
  switchOf,
  type Verdict,
  verdictOf,
} from "../src/crash/rules";
import { Refused, Unreachable } from "../src/shared/problem";

const NOTHING: Account = { tries: 1, charges: 0, held: 0, captured: 0, refunded: 0 };

describe("what the provider has for an order", () => {
  test.each<[string, Partial<Account>, Verdict]>([
    ["nothing", {}, "none"],
    ["a hold", { held: 500 }, "held"],
    ["one charge", { charges: 1, captured: 500 }, "once"],
    ["one charge that was given back in part", { charges: 1, captured: 500, refunded: 100 }, "once"],
    ["one charge that was given back", { charges: 1, captured: 500, refunded: 500 }, "refunded"],
    ["two charges", { charges: 2, captured: 1000 }, "more"],
    ["two charges, both given back", { charges: 2, captured: 1000, refunded: 1000 }, "more"],
    ["a charge, and another hold", { charges: 1, captured: 500, held: 500 }, "more"],
  ])("%s is %j", (_, account, verdict) => {
    expect(verdictOf({ ...NOTHING, ...account })).toBe(verdict);
  });
});

describe("the truth in one line", () => {
  const once = { ...NOTHING, charges: 1, captured: 500 };
  const twice = { ...once, charges: 2 };
  const report = { at: 0, violations: [], in_flight: 0, held: 0, currency: "EUR", units_held: 0 };
  const look = (ledger: Record<string, Account>, violations: string[] = []): Look => ({
    orders: [],
    provider: { at: 5, ledger, faults: [] },
    audit: { report: { ...report, violations }, failing_since: null },
  });

  test("is good while each was charged once and every promise is kept", () => {
    expect(headlineOf(look({ a: once, b: NOTHING }))).toMatchObject({ charged: "once", tone: "good" });
  });

  test("is bad as soon as one of many was charged more than once", () => {
    expect(headlineOf(look({ a: once, b: twice }))).toMatchObject({ charged: "more", tone: "bad" });
  });

  test("is bad as soon as a promise is broken", () => {
    expect(headlineOf(look({ a: once }, ["oversold"]))).toMatchObject({ violations: 1, tone: "bad" });
  });

  test("promises nothing while nobody can tell", () => {
    expect(headlineOf(null)).toMatchObject({ charged: null, held: null, violations: null, tone: "plain" });
    const audit = { report, failing_since: null };
    expect(headlineOf({ orders: [], provider: null, audit })).toMatchObject({ charged: null, tone: "plain" });
    const unread = { report: null, failing_since: 3 };
    expect(headlineOf({ ...look({ a: once }), audit: unread }).tone).toBe("plain");
  });

  test("says when the provider was looked at, and when the audit was made", () => {
    expect(headlineOf(look({ a: once }))).toMatchObject({ chargedAt: 5, auditedAt: 0 });
  });
});

describe("a state", () => {
  const failed = { outcome: "failed", error: "Runtime.ExitError", next_try_by: "soon" } as const;
  const running = { outcome: "running", error: null, next_try_by: null } as const;
  const worked = { outcome: "succeeded", error: null, next_try_by: null } as const;
  const state = (outcome: State["outcome"], ...tries: State["tries"]): State => ({
    machine: "checkout",
    state: "ReserveStock",
    outcome,
    tries,
  });

  test.each([
    ["is walking on its first try", state("running", running), "walking", null],
    ["is hurt after a failure", state("running", failed), "hurt", failed],
    ["is hurt while it tries again", state("running", failed, running), "hurt", failed],
    ["is healed once it worked", state("succeeded", failed, worked), "healed", null],
    ["went where nothing failed", state("succeeded", worked), "went", null],
    ["failed where nothing is tried any more", state("failed", failed, failed), "failed", failed],
  ] as const)("%s", (_, seen, mood, failure) => {
    expect(moodOf(seen)).toBe(mood);
    expect(lastFailure(seen)).toBe(failure);
  });
});

test("a switch is on while its fault will strike, counts, and knows what to call off", () => {
  const fault = (id: number, operation: string, pending: number, fired: number): Fault => ({
    id,
    operation,
    fault: "delay",
    pending,
    fired,
  });
  const faults = [fault(1, "confirm", 0, 1), fault(2, "confirm", 3, 2), fault(3, "capture", 1, 0)];

  expect(switchOf(faults, "confirm", "delay")).toEqual({ on: true, struck: 3, ids: [1, 2] });
  expect(switchOf(faults.slice(0, 1), "confirm", "delay")).toMatchObject({ on: false, struck: 1 });
  expect(switchOf(faults, "refund", "delay")).toEqual({ on: false, struck: 0, ids: [] });
});

test("a function is called by the name that its state has", () => {
  expect(functionName("PaidOnceWorkflow-ReserveStock6192D533-6588093AF67AD")).toBe("ReserveStock");
  expect(functionName("something-else")).toBe("something-else");
});

describe("a customer of the bench", () => {
  const away = new Unreachable("away");
  const busy = refusal(503, "try-again");

  test("repeats what was not answered, with the same key, until it is", async () => {
    const street = streetOf([{ token: "t" }], [away, { total: TOTAL }, busy, away, { order_id: "ord_1" }]);

    const bought = await buy("key-1", "pm_card_visa", 0, street);

    expect(bought).toEqual({ key: "key-1", repeats: 3, state: "placed", orderId: "ord_1" });
    expect(street.asked).toEqual([
      "put /cart/lines/{line_id}",
      "put /cart/lines/{line_id}",
      "post /checkouts key-1",
      "post /checkouts key-1",
      "post /checkouts key-1",
    ]);
  });

  test("follows an order that was declined, too", async () => {
    const declined = refusal(402, "payment-declined", { order_id: "ord_2" });
    const street = streetOf([{ token: "t" }], [{ total: TOTAL }, declined]);

    expect(await buy("key-2", "pm_card_visa_chargeDeclined", 0, street)).toMatchObject({ orderId: "ord_2" });
  });

  test("asks nothing again that was refused", async () => {
    const street = streetOf([{ token: "t" }], [{ total: TOTAL }, refusal(409, "out-of-stock")]);

    expect(await buy("key-3", "pm_card_visa", 0, street)).toMatchObject({ state: "refused", repeats: 0 });
    expect(street.asked.length).toBe(2);
  });

  test("does not wait for ever", async () => {
    const street = streetOf(
      Array.from({ length: 1000 }, () => away),
      [],
    );

    expect(await buy("key-4", "pm_card_visa", 0, street)).toMatchObject({ state: "refused", error: away });
    expect(street.pauses).toBeLessThan(400);
  });

  const TOTAL = { amount: 1330, currency: "EUR" };

  function refusal(status: number, name: string, members: Record<string, unknown> = {}): Refused {
    return new Refused({ name, status, detail: "", retryAfter: null, members });
  }

  function streetOf(tokens: unknown[], answers: unknown[]) {
    const next = async (all: unknown[]): Promise<never> => {
      const answer = all.shift();
      if (answer instanceof Error) throw answer;
      return answer as never;
    };
    const street = {
      asked: [] as string[],
      pauses: 0,
      customer: () => next(tokens),
      callAs: () => async (method: string, path: string, asking: { key?: string }) => {
        street.asked.push([method, path, asking.key].filter(Boolean).join(" "));
        return { body: await next(answers) };
      },
      pause: async () => {
        street.pauses += 1;
      },
      told: (_: Purchase) => {},
    };
    return street as typeof street & Street;
  }
});
