import { expect, test } from "vitest";
import { problems } from "../../scripts/contract.mjs";
import { STATUSES } from "../../src/console/rules/shapes";
import en from "../../src/console/words/en";

test("each refusal of an operators' call has words of its own", async () => {
  const named = await problems((path: string) => /^\/(ops|conversations|live|sessions\/operator)/.test(path));
  const unworded = named.map((name) => `problem.${name}`).filter((key) => !(key in en));
  expect(named.length).toBeGreaterThan(10);
  expect(unworded).toEqual([]);
});

test("each status has a word", () => {
  for (const status of STATUSES) expect(en).toHaveProperty([`status.${status}`]);
});
