import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { caller } from "../src/shared/call";
import { pauseBefore, pauseBeforeSocket } from "../src/shared/patience";
import { Refused, Unreachable } from "../src/shared/problem";
import type { Session } from "../src/shared/session";

const sent: { url: string; init: RequestInit }[] = [];
let answers: (Response | Error)[] = [];
let begun = 0;
/** Whether there is another session where one was refused. */
let another = true;

const session: Session = {
  authorization: () => ({}),
  ready: async () => {},
  refused: async () => {
    begun += 1;
    return another;
  },
};
const call = caller(session);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  sent.length = 0;
  begun = 0;
  another = true;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    sent.push({ url, init });
    const answer = answers.shift() ?? json(200, {});
    if (answer instanceof Error) throw answer;
    return answer;
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a path's parts and a query's values are written as an address needs them", async () => {
  answers = [json(200, {}), json(200, {})];
  await call("get", "/orders/{order_id}", { path: { order_id: "a/b" } });
  await call("get", "/orders", { query: { limit: 5 } });
  expect(sent.map(({ url }) => url)).toEqual(["/api/orders/a%2Fb", "/api/orders?limit=5"]);
});

test("a refusal has its name, its words and its further members", async () => {
  answers = [json(409, { type: "/api/problems/price-changed", detail: "Look.", total: { amount: 1 } })];
  const refused = await failing(call("get", "/cart"));
  expect(refused).toBeInstanceOf(Refused);
  expect((refused as Refused).problem).toMatchObject({
    name: "price-changed",
    status: 409,
    members: { total: { amount: 1 } },
  });
});

test("whoever is told to come again does, after the time that was asked for", async () => {
  answers = [json(503, {}, { "Retry-After": "2" }), json(200, { lines: [] })];
  const asked = call("get", "/cart");
  await vi.advanceTimersByTimeAsync(1900);
  expect(sent).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect((await asked).status).toBe(200);
});

test("an answer that was lost is asked for again under the same key", async () => {
  answers = [new TypeError("lost"), json(202, {})];
  const asked = call("post", "/checkouts", { key: "k", body: {} as never });
  await vi.advanceTimersByTimeAsync(1000);
  await asked;
  expect(sent.map(({ init }) => (init.headers as Record<string, string>)["Idempotency-Key"])).toEqual([
    "k",
    "k",
  ]);
});

test("a post that nothing tells from another is sent once", async () => {
  answers = [new TypeError("lost")];
  expect(
    await failing(call("post", "/orders/{order_id}/cancel", { path: { order_id: "o" } })),
  ).toBeInstanceOf(Unreachable);
  expect(sent).toHaveLength(1);
});

test("nobody is asked more than four times", async () => {
  answers = Array.from({ length: 9 }, () => json(502, {}));
  const asked = failing(call("get", "/cart"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await asked).toBeInstanceOf(Refused);
  expect(sent).toHaveLength(4);
});

test("a session that has ended is begun anew, once, and the call repeated", async () => {
  answers = [json(401, {}), json(200, {})];
  await call("get", "/cart");
  answers = [json(401, {}), json(401, {})];
  expect(await failing(call("get", "/cart"))).toBeInstanceOf(Refused);
  expect([begun, sent.length]).toEqual([2, 4]);
});

test("where there is no other session, the call is not repeated in vain", async () => {
  another = false;
  answers = [json(401, {})];
  expect(await failing(call("get", "/cart"))).toBeInstanceOf(Refused);
  expect(sent).toHaveLength(1);
});

test("a page of somebody else's, answered with 200, is no answer", async () => {
  answers = [new Response("<h1>Wifi</h1>", { status: 200 })];
  expect(await failing(call("get", "/cart"))).toBeInstanceOf(Unreachable);
});

test.each([
  [1, 4, 200, null, null],
  [1, 4, 409, 1, null],
  [1, 4, null, null, 0.5],
  [3, 4, null, null, 2],
  [4, 4, null, null, null],
  [1, 4, 429, 3, 3],
  [1, 4, 503, 30, null],
])(
  "after %i of %i tries, status %s and Retry-After %s, the pause is %s",
  (tried, most, status, after, seconds) => {
    expect(pauseBefore(tried, most, status, after)).toBe(seconds);
  },
);

test("sockets come again soon at first, then within half a minute, and not all at once", () => {
  expect([pauseBeforeSocket(0, 0), pauseBeforeSocket(0, 1)]).toEqual([0.5, 1]);
  expect([pauseBeforeSocket(9, 0), pauseBeforeSocket(9, 1)]).toEqual([15, 30]);
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

function failing(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => "answered",
    (error: unknown) => error,
  );
}
