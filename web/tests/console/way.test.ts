import { expect, test } from "vitest";
import { curve, layout } from "../../src/console/rules/layout";
import {
  current,
  edgesOf,
  isTroubled,
  lastOf,
  NODE,
  pending,
  type StateSeen,
  statesOf,
} from "../../src/console/rules/way";
import { at, execution, failed, graph, succeeded, visit } from "./orders";

const NOW = Date.parse(at(100));
const state = (states: readonly StateSeen[], name: string) => states.find((one) => one.name === name);

test("a state that was not reached is told from one that was", () => {
  const states = statesOf(execution([visit("Authorize", 0, 1, [succeeded(1, 1)])]), null, NOW);
  expect(state(states, "Authorize")).toMatchObject({ word: "done", tries: 1, ms: 1000 });
  expect(state(states, "Confirm")).toMatchObject({ word: "untouched", tries: 0, ms: null });
});

test("what succeeded at the third try says so", () => {
  const tries = [failed(1, 0, "KeyRejected"), failed(2, 1, "KeyRejected"), succeeded(3, 2)];
  const states = statesOf(execution([visit("Authorize", 0, 2, tries)]), null, NOW);
  expect(state(states, "Authorize")).toMatchObject({ word: "retried", tries: 3 });
});

test("an outcome that the machine names is an answer, any other error a failure", () => {
  const words = ["PaymentDeclined", "KeyRejected"].map((error) => {
    const left = visit("Authorize", 0, 1, [failed(1, 1, error)]);
    return state(statesOf(execution([left]), null, NOW), "Authorize")?.word;
  });
  expect(words).toEqual(["answered", "left"]);
});

test("what stands before an operator says whom it waits for", () => {
  const states = statesOf(execution([visit("AwaitOperator", 40, null, [])]), null, NOW);
  expect(state(states, "AwaitOperator")).toMatchObject({ word: "stands", ms: 60_000 });
});

test("a retry that is pending tells its time, until the state is left", () => {
  const waits = visit("Abandon", 0, null, [failed(1, 0, "KeyRejected", 30)]);
  expect(pending(waits)?.next_try_by).toBe(at(30));
  expect(current(execution([waits]))).toBe(waits);
  expect(state(statesOf(execution([waits]), null, NOW), "Abandon")?.word).toBe("again");
  expect(pending({ ...waits, left_at: at(40) })).toBeNull();
});

test("as of a moment, what came later is not there and what lasted still lasts", () => {
  const visits = [
    visit("Authorize", 0, 5, [failed(1, 1, "KeyRejected"), failed(2, 5, "PaymentDeclined")]),
    visit("Abandon", 5, 6, [succeeded(1, 6)]),
  ];
  const states = statesOf(execution(visits), at(2), NOW);
  expect(state(states, "Authorize")).toMatchObject({ word: "running", tries: 1 });
  expect(state(states, "Abandon")?.word).toBe("untouched");
  expect(edgesOf(execution(visits), at(2)).filter(({ walked }) => walked)).toEqual([]);
});

test("as of a moment the machine is the last that had begun by then", () => {
  const [first, second] = [execution([], "SUCCEEDED"), { ...execution([], "SUCCEEDED"), started_at: at(50) }];
  expect(lastOf([first, second], null)).toBe(second);
  expect(lastOf([first, second], at(49))).toBe(first);
  expect(lastOf([first, second], at(50))).toBe(second);
  expect(lastOf([execution([]), second], null)?.status).toBe("RUNNING");
});

test("two ways between the same states are one edge, walked where an execution went it", () => {
  const visits = [visit("Authorize", 0, 1, [failed(1, 1, "PaymentDeclined")]), visit("Abandon", 1, null, [])];
  const edges = edgesOf(execution(visits));
  expect(edges).toHaveLength(3);
  expect(edges.find(({ to }) => to === "Abandon")).toMatchObject({
    errors: ["PaymentDeclined"],
    isError: true,
    walked: true,
  });
  expect(edges.find(({ to }) => to === "Confirm")).toMatchObject({ isError: false, walked: false });
});

test("what is hoped for and an error that lead the same way are drawn as what is hoped for", () => {
  const machine = execution([]);
  const both = (["next", "error"] as const).map((when) => ({
    from: "Abandon",
    to: "Confirm",
    when,
    errors: [],
  }));
  expect(edgesOf({ ...machine, edges: both })).toMatchObject([{ isError: false }]);
});

test("states are laid out below each other, apart, and within the drawing", () => {
  const machine = execution([]);
  const placed = layout(statesOf(machine), edgesOf(machine));
  const y = (name: string) => placed.nodes.find((node) => node.name === name)?.y ?? Number.NaN;
  expect(y("Confirm")).toBeGreaterThanOrEqual(y("Authorize") + NODE.height);
  expect(y("AwaitOperator")).toBeGreaterThanOrEqual(y("Abandon") + NODE.height);
  for (const { x, y: top } of placed.nodes) {
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + NODE.width).toBeLessThanOrEqual(placed.width);
    expect(top + NODE.height).toBeLessThanOrEqual(placed.height);
  }
  expect(placed.edges.every(({ path }) => path.startsWith("M"))).toBe(true);
});

test("an edge that comes back to its own state stands beside it, within the drawing", () => {
  const machine = execution([]);
  const loops = { from: "Confirm", to: "Confirm", errors: [], isError: true, walked: false };
  const placed = layout(statesOf(machine), [...edgesOf(machine), loops]);
  const right = (placed.nodes.find(({ name }) => name === "Confirm")?.x ?? 0) + NODE.width;
  const path = placed.edges.at(-1)?.path ?? "";
  const xs = [...path.matchAll(/([\d.]+),/g)].map(([, x]) => Number(x));
  expect(Math.min(...xs)).toBe(right);
  expect(Math.max(...xs)).toBeGreaterThan(right);
  expect(Math.max(...xs)).toBeLessThanOrEqual(placed.width);
});

test("a curve begins and ends at its ends, whatever lies between", () => {
  const [a, b, c, d] = [
    { x: 0, y: 0 },
    { x: 10, y: 10 },
    { x: 10, y: 30 },
    { x: 0, y: 40 },
  ] as const;
  expect(curve([a, d])).toBe("M0,0L0,40");
  expect(curve([a, b, d])).toBe("M0,0Q10,10 0,40");
  expect(curve([a, b, c, d])).toBe("M0,0Q10,10 10,20Q10,30 0,40");
  expect(curve([a])).toBe("");
});

test("a try that failed, a stop and a machine that died are trouble; what goes well is none", () => {
  const tries = [failed(1, 0, "KeyRejected"), succeeded(2, 1)];
  expect(isTroubled(null)).toBe(false);
  expect(isTroubled(graph(execution([visit("Authorize", 0, 1, [succeeded(1, 1)])])))).toBe(false);
  expect(isTroubled(graph(execution([visit("Authorize", 0, 1, tries)])))).toBe(true);
  expect(isTroubled(graph(execution([visit("AwaitOperator", 0, null, [])])))).toBe(true);
  expect(isTroubled(graph(execution([], "ABORTED")))).toBe(true);
});
