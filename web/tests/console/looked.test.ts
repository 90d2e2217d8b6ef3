import { beforeEach, expect, test, vi } from "vitest";
import { looking } from "../../src/console/looked";

let asked: ((value: number) => void)[];
let told: unknown[];

beforeEach(() => {
  asked = [];
  told = [];
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {} });
  vi.stubGlobal("addEventListener", () => {});
});

test("what changed while it was being read is read once more, however often it changed", async () => {
  const look = begins();
  look.now();
  look.now();
  expect(asked).toHaveLength(1);
  await answer(1);
  expect(asked).toHaveLength(2);
  await answer(2);
  expect([asked.length, told]).toEqual([2, [1, 2]]);
});

test("what was read once is read again only when it is asked for", async () => {
  const look = begins();
  await answer(1);
  expect(asked).toHaveLength(1);
  look.now();
  expect(asked).toHaveLength(2);
});

function begins() {
  const read = () => new Promise<number>((resolve) => asked.push(resolve));
  return looking(
    read,
    () => null,
    (news) => told.push("value" in news ? news.value : news.error),
  );
}

async function answer(value: number): Promise<void> {
  asked.at(-1)?.(value);
  await new Promise((resolve) => setTimeout(resolve));
}
