import { expect, test } from "vitest";
import { again, type Batch, begun, left, run, type Send } from "../../src/console/rules/batch";

/** Sends all; those that are named are refused the first time. */
function recorded(refused: readonly string[] = []) {
  const sent: string[][] = [];
  const told: Batch[] = [];
  const once = new Set(refused);
  const send: Send = async (...asked) => {
    sent.push(asked);
    if (once.delete(asked[0])) throw new Error(`${asked[0]} is refused`);
  };
  return { sent, told, send, tell: (batch: Batch) => void told.push(batch) };
}

test("each of a batch is sent once, for the same reason, under a key of its own", async () => {
  const { sent, send, told, tell } = recorded();
  await run(begun(["a", "b"], "well again", "k"), send, tell);
  expect(sent).toEqual([
    ["a", "well again", "k a"],
    ["b", "well again", "k b"],
  ]);
  expect(told.map(left)).toEqual([1, 0]);
});

test("what fails keeps no other back, and is sent again alone, under the key that it had", async () => {
  const { sent, send, told, tell } = recorded(["a"]);
  await run(begun(["a", "b"], "well again", "k"), send, tell);
  const ended = told.at(-1) as Batch;
  expect([ended.done, ended.failed.map(({ id }) => id), left(ended)]).toEqual([["b"], ["a"], 0]);

  await run(again(ended), send, tell);
  expect(sent.slice(2)).toEqual([["a", "well again", "k a"]]);
  expect(told.at(-1)).toMatchObject({ done: ["b", "a"], failed: [] });
});
