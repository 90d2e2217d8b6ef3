import { expect, test } from "vitest";
import { asOf, folded, timeline } from "../../src/console/rules/timeline";
import { at, event, execution, failed, graph, order, stop, succeeded, visit } from "./orders";

const NOTHING = { graph: null, journal: [], lines: [] };

test("everything that happened stands in one list, by its time", () => {
  const whole = order({
    events: [event(1, "OrderPlaced", 0), event(2, "OrderConfirmed", 9)],
    payment: {
      state: "AUTHORIZED",
      decline: null,
      intent_id: "pi_1",
      entries: [{ type: "AUTHORIZED", at: at(8), amount: 1330 }],
      left: 0,
      refunded_by_hand: {},
      given_back_outside: {},
      provider: null,
    },
  });
  const tries = visit("Authorize", 1, 8, [failed(1, 2, "KeyRejected"), succeeded(2, 8)]);
  const entries = timeline({ ...NOTHING, whole, graph: graph(execution([tries])) });
  expect(entries.map(({ kind }) => kind)).toEqual(["event", "try", "money", "event"]);
});

test("who did it is a customer, a state of the machine, or an operator by name", () => {
  const whole = order({
    events: [
      event(1, "OrderPlaced", 0),
      event(2, "OrderConfirmed", 1),
      event(3, "OrderCancelled", 2, { by: "op_ada" }),
    ],
  });
  const who = timeline({ ...NOTHING, whole }).map((entry) => entry.who);
  expect(who).toEqual([{ key: "customer" }, { name: "ConfirmOrder" }, { name: "op_ada" }]);
});

test("a stop and its answer stand in it, with who answered and why", () => {
  const answer = { verdict: "RETRY" as const, by: "op_ada", at: at(90), why: "the provider is back" };
  const told = { at: at(90), by: "op_ada", action: "retry-stuck", target: "ord_a", why: "", what: {} };
  const entries = timeline({ ...NOTHING, journal: [told], whole: order({ stuck: stop({ answer }) }) });
  expect(entries).toHaveLength(3);
  expect(entries.slice(1)).toMatchObject([
    { kind: "stop", what: "VoidPayment", at: at(60) },
    { kind: "stop", what: "RETRY", who: { name: "op_ada" }, detail: "the provider is back" },
  ]);
});

test("what the conversation and the journal tell of it stands in it, but no event twice", () => {
  const line = {
    seq: 1,
    from: "customer" as const,
    text: "cold",
    at: at(5),
    by: null,
    client_id: "a",
    event: null,
  };
  const system = { ...line, seq: null, from: "system" as const, text: null, event: "OrderPlaced", at: at(0) };
  const entry = { at: at(6), by: "op_ada", action: "retry-stuck", target: "ord_a", why: "again", what: {} };
  const entries = timeline({ whole: order(), graph: null, journal: [entry], lines: [system, line] });
  expect(entries.map(({ kind }) => kind)).toEqual(["event", "said", "operator"]);
});

test("an outcome that the machine knows is not called a failed try", () => {
  const declined = visit("Authorize", 0, 1, [failed(1, 1, "PaymentDeclined")]);
  const entries = timeline({ ...NOTHING, whole: order(), graph: graph(execution([declined])) });
  expect(entries.at(-1)).toMatchObject({ kind: "answer", what: "PaymentDeclined" });
});

test("idle time is folded where nothing happened for two seconds, and not where less", () => {
  const whole = order({
    events: [event(1, "OrderPlaced", 0), event(2, "OrderConfirmed", 1.9), event(3, "OrderFulfilling", 3.9)],
  });
  const rows = folded(timeline({ ...NOTHING, whole }));
  expect(rows.map((row) => (row.type === "idle" ? row.ms : row.entry.what))).toEqual([
    "OrderPlaced",
    "OrderConfirmed",
    2000,
    "OrderFulfilling",
  ]);
});

test("what fails again and again for the same cause is one row, until another thing happens", () => {
  const tries = [0, 4, 12].map((seconds, n) => failed(n + 1, seconds, "KeyRejected"));
  const machine = execution([visit("Abandon", 0, null, [...tries, failed(4, 20, "Throttled")])]);
  const rows = folded(timeline({ ...NOTHING, whole: order({ events: [] }), graph: graph(machine) }));
  expect(rows.map((row) => (row.type === "idle" ? row.ms : row.entry.times))).toEqual([3, 8000, 1]);
  expect(rows[0]).toMatchObject({ entry: { at: at(0), until: at(12) } });
});

test("as of a version the list ends where the next event came", () => {
  const whole = order({
    events: [event(1, "OrderPlaced", 0), event(2, "OrderConfirmed", 5), event(3, "OrderFulfilling", 6)],
  });
  const tries = visit("Authorize", 0, 5, [failed(1, 3, "KeyRejected"), failed(2, 5.5, "Late")]);
  const entries = timeline({ ...NOTHING, whole, graph: graph(execution([tries])) });
  expect(asOf(entries, 1).map(({ kind }) => kind)).toEqual(["event", "try"]);
  expect(asOf(entries, 2)).toHaveLength(4);
  expect(asOf(entries, 3)).toHaveLength(5);
});
