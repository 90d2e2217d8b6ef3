import { expect, test } from "vitest";
import { labelled } from "../../src/console/rules/labels";
import {
  beside,
  endings,
  marksOf,
  place,
  reasons,
  scaleOf,
  slowest,
  waits,
  wellPercent,
} from "../../src/console/rules/measures";
import type { Hour, Step } from "../../src/console/rules/shapes";

const NOW = Date.parse("2026-11-27T12:20:00.000Z");

function hour(text: string, outcomes: Record<string, number>, reasons: Record<string, number> = {}): Hour {
  const checkout = { count: 1, p50_ms: 100, p90_ms: 200, p99_ms: null };
  return { hour: `${text}:00:00.000Z`, counted_at: text, placed: 0, outcomes, reasons, sampled: 1, checkout };
}

const step = (name: string, p99_ms: number | null, count = 1): Step => {
  return { step: name, count, p50_ms: 1, p90_ms: 1, p99_ms };
};

test("hours that were not measured are left empty, and not left out", () => {
  const uncounted = { ...hour("2026-11-27T11", {}), counted_at: null };
  const hours = [
    hour("2026-11-27T12", { COMPLETED: 2 }),
    uncounted,
    hour("2026-11-27T10", { CANCELLED: 1, PENDING: 3 }),
  ];
  expect(endings(hours, NOW, 3).map(({ counts }) => counts)).toEqual([
    { well: 0, open: 3, cancelled: 1 },
    null,
    { well: 2, open: 0, cancelled: 0 },
  ]);
  expect(waits(hours, NOW, 3).map(({ p90 }) => p90)).toEqual([200, null, 200]);
});

test("what is open counts neither as good nor as bad", () => {
  const ended = endings([hour("2026-11-27T12", { COMPLETED: 3, CANCELLED: 1, PENDING: 9 })], NOW, 1);
  expect(wellPercent(ended)).toBe(75);
  expect(wellPercent(endings([], NOW, 3))).toBeNull();
});

test("the newest hour stands beside the same hour of the day before", () => {
  const hours = [hour("2026-11-26T12", { COMPLETED: 1 }), hour("2026-11-27T12", { COMPLETED: 5 })];
  expect(beside(hours)).toMatchObject({ now: { well: 5 }, before: { well: 1 } });
  expect(beside([hour("2026-11-27T12", {})]).before).toBeNull();
});

test("reasons of all hours add up, the most frequent first", () => {
  const hours = [
    hour("2026-11-27T12", {}, { "out-of-stock": 1, "payment-declined": 1 }),
    hour("2026-11-27T11", {}, { "payment-declined": 4 }),
  ];
  expect(reasons(hours)).toEqual([
    { reason: "payment-declined", n: 5 },
    { reason: "out-of-stock", n: 1 },
  ]);
});

test("what took longer than can be told is the slowest, and who waits for people is not slow", () => {
  const waiting = ["AwaitOperator", "AwaitPacking"].map((state) => step(`checkout/${state}`, 3_600_000));
  const steps = [
    ...waiting,
    step("a", 50),
    step("b", null),
    step("checkout", 9000),
    step("c", 500),
    step("d", 9, 0),
  ];
  expect(slowest(steps, 2).map((one) => one.step)).toEqual(["b", "c"]);
});

test("durations are placed tenfold by tenfold, and never beside the scale", () => {
  expect([place(1), place(5), place(3_600_000), place(null)]).toEqual([0, 0, 1, 1]);
  expect(place(1000) - place(100)).toBeCloseTo(place(100) - place(10));
});

test("a scale holds all that is drawn on it, from one tenfold to another", () => {
  expect(scaleOf([200, 2000, 20_000])).toEqual([100, 100_000]);
  expect(scaleOf([100, 100])).toEqual([100, 1000]);
  expect(marksOf([100, 100_000])).toEqual([100, 1000, 10_000, 100_000]);
  expect(place(1000, [100, 10_000])).toBeCloseTo(0.5);
});

test("labels of lines that end together are moved apart", () => {
  const ends = [{ y: 50 }, { y: 48 }, { y: 90 }];
  expect(labelled(ends, 13).map(({ y }) => y)).toEqual([48, 61, 90]);
});
