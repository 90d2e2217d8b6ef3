/** The list of orders while readings overtake one another. */

import { beforeEach, expect, test, vi } from "vitest";
import { order } from "./samples";

type Answer = (body: unknown) => void;
const waiting: Answer[] = [];

vi.mock("../src/shop/calls", () => ({
  call: () => new Promise((answered) => waiting.push((body) => answered({ body }))),
}));

const { listed, readFirst } = await import("../src/shop/orders/list");
const page = (status: Parameters<typeof order>[0]) => ({ orders: [order(status, [])], next_cursor: null });
const asked = () => vi.waitFor(() => expect(waiting).not.toHaveLength(0));

beforeEach(() => void waiting.splice(0));

test("a reading begins when the one before it was answered, so the newest is shown last", async () => {
  const first = readFirst();
  await asked();
  const second = readFirst();
  expect(waiting).toHaveLength(1);

  waiting.shift()?.(page("CONFIRMED"));
  await first;
  expect(listed.value.orders?.[0]?.status).toBe("CONFIRMED");
  await asked();
  waiting.shift()?.(page("COMPLETED"));
  await second;
  expect(listed.value.orders?.[0]?.status).toBe("COMPLETED");
});

test("all who ask while one is under way have the next one's answer", async () => {
  const first = readFirst();
  await asked();
  const rest = [readFirst(), readFirst(), readFirst()];
  waiting.shift()?.(page("CONFIRMED"));
  await first;
  await asked();
  expect(waiting).toHaveLength(1);
  waiting.shift()?.(page("COMPLETED"));
  await Promise.all(rest);
  expect(waiting).toHaveLength(0);
});
