import { expect, test } from "vitest";
import { minorUnits } from "../../src/console/rules/amounts";
import { lastDays, share } from "../../src/console/rules/days";
import {
  EVERYTHING,
  fromQuery,
  isSearchable,
  same,
  toCall,
  toQuery,
  withSaved,
} from "../../src/console/rules/filters";
import { orderOf } from "../../src/console/rules/ids";
import { accepted, allOf, isPart, notOnShelf, putBack } from "../../src/console/rules/inspection";
import { type Act, press } from "../../src/console/rules/keys";
import { momentOf } from "../../src/console/rules/moments";
import { nextLook } from "../../src/console/rules/patience";
import { steady } from "../../src/console/rules/photos";
import { aboutOf, countsOf, factsOf, failuresOf } from "../../src/console/rules/progress";
import { roughly, spanOf } from "../../src/console/rules/spans";
import { aside, grouped, narrowed, type Waiting } from "../../src/console/rules/stuck";
import { stillUnsaid, theirTyping } from "../../src/console/rules/talk";
import { wishFor } from "../../src/console/rules/wish";
import { at } from "./orders";

const key = (name: string, more = {}) => ({ key: name, at: 0, typing: false, held: false, ...more });

test.each<[string, Act]>([
  ["j", "next"],
  ["k", "previous"],
  ["x", "choose"],
  ["/", "search"],
  ["?", "help"],
])("%s acts at once", (name, act) => {
  expect(press(null, key(name))).toEqual([act, null]);
});

test("g and then a letter goes to a page, while g is not long ago", () => {
  const [none, going] = press(null, key("g", { at: 100 }));
  expect([none, going]).toEqual([null, 100]);
  expect(press(going, key("s", { at: 900 }))[0]).toEqual({ go: "/console/stuck" });
  expect(press(going, key("s", { at: 1700 }))[0]).toBeNull();
  expect(press(going, key("k", { at: 900 }))[0]).toEqual({ go: "/console/keys" });
  expect(press(going, key("j", { at: 900 }))[0]).toBe("next");
});

test("letters are letters in a field, and keys with Ctrl are the browser's", () => {
  expect(press(null, key("j", { typing: true }))[0]).toBeNull();
  expect(press(5, key("s", { typing: true }))).toEqual([null, null]);
  expect(press(null, key("Escape", { typing: true }))[0]).toBe("leave");
  expect(press(null, key("k", { held: true }))).toEqual([null, null]);
});

test("looks that fail come later and later, a minute apart at most", () => {
  expect([0, 1, 2, 5].map((failures) => nextLook(5, failures))).toEqual([5, 10, 20, 60]);
  expect(nextLook(120, 3)).toBe(120);
});

test("the same wish keeps its key, another has another", () => {
  let made = 0;
  const newKey = () => `key ${++made}`;
  const first = wishFor(null, { why: "a" }, newKey);
  expect(wishFor(first, { why: "a" }, newKey)).toBe(first);
  expect(wishFor(first, { why: "b" }, newKey).key).toBe("key 2");
});

test("a filter goes into the address and comes back the same", () => {
  const filter = { status: "CANCELLED" as const, hours: 24, q: "ord_abc" };
  expect(fromQuery(toQuery(filter))).toEqual(filter);
  expect(fromQuery("?status=NONE&hours=7&q=%3Cscript%3E")).toEqual(EVERYTHING);
});

test("an e-mail address is searched for, and written down nowhere", () => {
  const filter = { ...EVERYTHING, q: "ada@example.com" };
  expect(toCall(filter, 0)).toEqual({ q: "ada@example.com" });
  expect(toQuery(filter)).toBe("");
  expect(withSaved([], { ...filter, name: "hers" })).toEqual([{ ...EVERYTHING, name: "hers" }]);
});

test("how an order's id ends may stand in the address bar", () => {
  expect(fromQuery("?q=7K2F").q).toBe("7K2F");
});

test.each([
  ["", true],
  ["7K2F", true],
  ["7K1F", false],
  [` ord_${"a2".repeat(16)} `, true],
  [`ret_${"a2".repeat(16)}_${"b".repeat(8)}`, true],
  ["pi_3Aa1jUMtac", true],
  ["ada@example.com", true],
  ["ord_a2", false],
  ["<script>alert(1)</script>", false],
  ["ada@example", false],
])("what cannot be found is not asked for: %j", (q, asked) => {
  expect(isSearchable(q)).toBe(asked);
});

test("all pages of a search ask for the same span of time", () => {
  const minute = Date.parse("2026-11-27T12:34:00.000Z");
  const asked = [0, 59_999].map((ms) => toCall({ ...EVERYTHING, hours: 1 }, minute + ms));
  expect(asked).toEqual([{ from: "2026-11-27T11:34:00.000Z" }, { from: "2026-11-27T11:34:00.000Z" }]);
});

test("a kept filter takes the place of the one of its name", () => {
  const first = withSaved([], { ...EVERYTHING, name: "mine" });
  const then = withSaved(first, { ...EVERYTHING, status: "PENDING", name: " mine " });
  expect(then).toEqual([{ ...EVERYTHING, status: "PENDING", name: "mine" }]);
  expect(same(then[0] ?? EVERYTHING, EVERYTHING)).toBe(false);
});

test("durations are told in the largest unit that they have", () => {
  const told = [-5, 41, 1999, 14 * 60_000, 5_400_000, 90_000_000].map((ms) => spanOf(ms));
  expect(told.map(({ key: unit, values }) => [unit, values?.n])).toEqual([
    ["span.ms", 0],
    ["span.ms", 41],
    ["span.s", 1.9],
    ["span.min", 14],
    ["span.h", 1.5],
    ["span.d", 1],
  ]);
});

const waits = (id: string, error: string, seconds: number): Waiting => {
  return { kind: "order", id, state: "VoidPayment", error, cause: "", tries: 1, at: at(seconds) };
};

test.each([
  [400, "span.s", 0],
  [9900, "span.s", 9],
  [206_000, "span.min", 3],
  [90_000_000, "span.d", 1],
])("%i ms ago are told roughly, in whole %s", (ms, key, n) => {
  expect(roughly(ms)).toEqual({ key, values: { n } });
});

test("days of sales end today, in UTC, and their bars stand beside the largest", () => {
  const now = Date.parse("2026-03-01T23:30:00Z");
  expect(lastDays(7, now)).toEqual({ from: "2026-02-23", to: "2026-03-01" });
  expect([share(0, 900), share(1, 900), share(450, 900), share(5, 0)]).toEqual([0, 1, 50, 0]);
});

test.each([
  ["2026-11-27 09:30", "2026-11-27T09:30:00Z"],
  [" 2026-11-27T09:30:05Z ", "2026-11-27T09:30:05Z"],
  ["2026-02-31 09:30", null],
  ["2026-11-27 25:00", null],
  ["yesterday", null],
])("the moment %j is %j", (written, moment) => {
  expect(momentOf(written)).toBe(moment);
});

test("what a job tells beside its counts is told by its own names, part by part", () => {
  const progress = {
    orders: 28,
    failed: 0,
    part1: { looked_at: 5, cured: 1 },
    Q: { waiting: 2, redriven: 2 },
  };
  expect(factsOf(progress)).toEqual([
    { part: "", name: "orders", n: 28 },
    { part: "part1", name: "looked at", n: 5 },
    { part: "part1", name: "cured", n: 1 },
  ]);
});

test("what waits for the same cause is one group, the longest waiting first", () => {
  const all = [
    waits("ord_b", "Throttled", 5),
    waits("ord_c", "KeyRejected", 9),
    waits("ord_a", "KeyRejected", 1),
  ];
  expect(grouped(all).map((group) => group.all.map(({ id }) => id))).toEqual([["ord_c", "ord_a"], ["ord_b"]]);
});

test("a batch of a group is narrowed to it, a batch of all to nothing", () => {
  expect(narrowed([waits("ord_a", "Throttled", 1)])).toEqual({
    kind: "order",
    state: "VoidPayment",
    error: "Throttled",
  });
  expect(narrowed([aside({ id: "ret_a", error: "Broken", times: 2, since: at(0) })])).toEqual({
    kind: "set-aside",
    state: null,
    error: "Broken",
  });
  expect(narrowed([])).toEqual({ kind: null, state: null, error: null });
});

test("a return leads to its order", () => {
  const id = "a".repeat(32);
  expect(orderOf(`ret_${id}_bcd`)).toBe(`ord_${id}`);
  expect(orderOf("ord_x")).toBe("ord_x");
});

test("no more can be unsellable than is taken back", () => {
  const lines = [
    { line_id: "p", quantity: 3 },
    { line_id: "w", quantity: 1 },
  ];
  const part = putBack(putBack(allOf(lines), "p", { unsellable: 3 }), "p", { accepted: 2 });
  expect(notOnShelf(part)).toEqual({ p: 2 });
  expect(accepted(putBack(part, "w", { accepted: 0 }))).toEqual({ p: 2 });
  expect([isPart(allOf(lines), lines), isPart(part, lines)]).toEqual([false, true]);
});

test("what a job was asked to do stands in one line", () => {
  expect(aboutOf({ sku: "water", counted: 9 })).toBe("sku: water, counted: 9");
  expect(aboutOf({ short: true, dry_run: false })).toBe("short");
  expect(aboutOf({ queues: ["SweepFailures"] })).toBe("queues: SweepFailures");
  expect(aboutOf({ queues: ["SweepFailures", "RelayFailures"] })).toBe("");
});

test("the progress of a batch and of a redrive is told in numbers", () => {
  const batch = {
    looked_at: 3,
    retried: 2,
    sweep_due: 0,
    failed: 1,
    failures: [{ id: "ord_a", error: "gone" }],
  };
  expect(countsOf(batch).map(({ key: name, n }) => [name, n])).toEqual([
    ["looked_at", 3],
    ["retried", 2],
    ["sweep_due", 0],
    ["failed", 1],
  ]);
  expect(failuresOf(batch)).toEqual([{ id: "ord_a", error: "gone" }]);
  const redrive = {
    SweepFailures: { waiting: 3, seen: 2, redriven: 2, done: false },
    NotifyFailures: { waiting: 0, seen: 0, redriven: 0, done: true },
  };
  expect(countsOf(redrive)).toEqual([{ name: "SweepFailures", key: "redriven", n: 2, of: 3 }]);
  expect(failuresOf({ error: "refused" })).toEqual([{ id: "", error: "refused" }]);
});

test("a photo keeps its link while that is good", () => {
  const photo = (link: string, seconds: number) => ({ name: "a", link, expires_at: at(seconds) });
  const [now, given] = [Date.parse(at(0)), [photo("new", 600)]];
  expect(steady([photo("old", 300)], given, now)[0]?.link).toBe("old");
  expect(steady([photo("old", 20)], given, now)[0]?.link).toBe("new");
});

test("what stands in the conversation is not shown as unsent beside it", () => {
  const said = ["a", "b"].map((client_id) => ({ client_id, text: client_id, error: null }));
  expect(stillUnsaid(said, [{ client_id: "a" }]).map(({ client_id }) => client_id)).toEqual(["b"]);
});

test("a colleague who types is not the customer", () => {
  expect(theirTyping({ conversation: "c", from: "customer" }, "c")).toBe(true);
  expect(theirTyping({ conversation: "c", from: "operator" }, "c")).toBe(false);
  expect(theirTyping({ conversation: "d", from: "customer" }, "c")).toBe(false);
});

test("an amount is read in minor units however its cents are written, and nothing else is taken for one", () => {
  const read = (text: string) => minorUnits(text, "EUR", 1_000_000);
  expect(["12", "12.5", " 12,50 ", "0.01", "10000"].map(read)).toEqual([1200, 1250, 1250, 1, 1_000_000]);
  expect(["", "0", "0.00", "10000.01", "1e3", "-5", "1.234", "12,", "€5"].map(read)).toEqual(
    Array(9).fill(null),
  );
});

test("an amount has as many digits behind the point as its currency", () => {
  const yen = ["1250", "0", "12.5", "12.00"].map((text) => minorUnits(text, "JPY", 99_999_999));
  expect(yen).toEqual([1250, null, null, null]);
  const forints = ["25", "25,5", "999999.99", "1000000"].map((text) => minorUnits(text, "HUF", 99_999_999));
  expect(forints).toEqual([2500, 2550, 99_999_999, null]);
  const dinars = ["1.25", "1,250", "1.2505", "12"].map((text) => minorUnits(text, "BHD", 99_999_999));
  expect(dinars).toEqual([1250, 1250, null, 12_000]);
});
