import { beforeEach, expect, test, vi } from "vitest";

const shop = vi.hoisted(() => ({ asked: [] as string[], answers: [] as ((took: boolean) => void)[] }));

vi.mock("../src/shop/calls", () => ({
  live: { on: () => () => {}, state: { subscribe: () => () => {} } },
  call: (_method: string, _path: string, { body }: { body: { text: string } }) => {
    shop.asked.push(body.text);
    return new Promise((resolve, reject) =>
      shop.answers.push((took) => (took ? resolve({ body }) : reject(new Error("away")))),
    );
  },
}));

const { Outbox } = await import("../src/shop/talk/outbox");
let outbox: InstanceType<typeof Outbox>;
let stored: string[];

beforeEach(() => {
  shop.asked.length = 0;
  shop.answers.length = 0;
  stored = [];
  outbox = new Outbox("support", ({ text }) => stored.push(text ?? ""));
});

test("messages leave one after the other, as they were written", async () => {
  outbox.write("one");
  outbox.write("two");
  await settled();
  expect(shop.asked).toEqual(["one"]);
  await answer(true);
  expect([shop.asked, stored]).toEqual([["one", "two"], ["one"]]);
});

test("one that could not leave says so, holds no other up, and goes out again", async () => {
  outbox.write("one");
  outbox.write("two");
  await settled();
  await answer(false);
  expect(outbox.unsent.value.map(({ failed }) => failed)).toEqual([true, false]);
  expect(outbox.wrong.value).not.toBeNull();
  await answer(true);
  outbox.resend();
  await settled();
  expect(shop.asked).toEqual(["one", "two", "one"]);
  await answer(true);
  expect([stored, outbox.wrong.value]).toEqual([["two", "one"], null]);
});

async function answer(took: boolean): Promise<void> {
  shop.answers.at(-1)?.(took);
  await settled();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
