import { expect, test } from "vitest";
import { plainly, sentence } from "../../src/console/rules/sentence";
import type { Returned, Status, Whole } from "../../src/console/rules/shapes";
import en from "../../src/console/words/en";
import { at, event, execution, failed, graph, order, stop, visit } from "./orders";

test("what is stuck says where, how often and why, and has its button", () => {
  const said = sentence(order({ status: "CANCELLING", stuck: stop() }), null);
  expect(said).toMatchObject({ tone: "bad", is: "stuck", next: "retry", todo: "retry" });
  expect(said.values).toEqual({ state: "VoidPayment", n: 6, why: "the provider answered 500", at: at(60) });
});

test("the place in the code is for who looks closer, not for the sentence", () => {
  const cause = "the provider answered 500 (functions/payment/stripe/adapter.py:157)";
  const said = sentence(order({ stuck: stop({ cause }) }), null);
  expect(said.values.why).toBe("the provider answered 500");
  expect(plainly("in (two) parts")).toBe("in (two) parts");
});

test("a stop that was answered is on its way again, and asks for nothing", () => {
  const answer = { verdict: "RETRY" as const, by: "op_ada", at: at(70), why: "" };
  const running = graph(execution([visit("Abandon", 71, null, [])]));
  const said = sentence(order({ status: "CANCELLING", stuck: stop({ answer }) }), running);
  expect(said).toMatchObject({ is: "sent-on", todo: null, values: { who: "op_ada", state: "Abandon" } });
});

test("a return of it that is stuck is what is said first", () => {
  const returned = { stage: "ACCEPTED", stuck: stop({ state: "RefundPayment" }) } as Returned;
  const said = sentence(order({ status: "COMPLETED", returns: [returned] }), null);
  expect(said).toMatchObject({ is: "stuck", values: { state: "RefundPayment" } });
});

test("a retry that is pending says when, and that it goes on by itself", () => {
  const running = graph(execution([visit("Abandon", 0, null, [failed(3, 5, "KeyRejected", 13)])]));
  const said = sentence(order({ status: "CANCELLING" }), running);
  expect(said).toMatchObject({ tone: "warn", is: "retrying", next: "wait" });
  expect(said.values).toEqual({ state: "Abandon", n: 3, why: "KeyRejected", at: at(13) });
});

test("a return that waits for a decision is said before that all is well", () => {
  const returned = { stage: "REQUESTED", stuck: null } as Returned;
  const said = sentence(order({ status: "COMPLETED", returns: [returned, returned] }), null);
  expect(said).toMatchObject({ is: "returning", todo: "returns", values: { n: 2 } });
});

test("a refund that came to nothing is said even of an order that is done", () => {
  const events = [event(1, "OrderPlaced", 0), event(2, "OrderRefundFailed", 9)];
  expect(sentence(order({ status: "COMPLETED", events }), null)).toMatchObject({
    is: "refund-failed",
    tone: "bad",
  });
});

test("what cannot be read is said before anything else; a silent provider is not that", () => {
  const unreadable = { payment: "state is no word" };
  expect(sentence(order({ status: "COMPLETED", unreadable }), null).is).toBe("unreadable");
  expect(sentence(order({ status: "COMPLETED", unreadable: { provider: "silent" } }), null).is).toBe(
    "completed",
  );
});

test.each<[Status, string | null, string]>([
  ["PENDING", null, "placing"],
  ["CANCELLING", "payment-declined", "undoing"],
  ["CONFIRMED", null, "confirmed"],
  ["FULFILLING", null, "packing"],
  ["COMPLETED", null, "completed"],
  ["RETURNED", null, "returned"],
  ["CANCELLED", "out-of-stock", "out-of-stock"],
  ["CANCELLED", "a reason of tomorrow", "cancelled"],
])("%s (%s) has a sentence, and words for it", (status, reason, is) => {
  const said = sentence(order({ status, reason }), null);
  expect(said.is).toBe(is);
  expect(en).toHaveProperty([`order.is.${said.is}`]);
  expect(en).toHaveProperty([`order.do.${said.next}`]);
});

test("a payment that was declined says why, where that is known", () => {
  const payment = { decline: "card-expired" } as Whole["payment"];
  const said = sentence(order({ status: "CANCELLED", reason: "payment-declined", payment }), null);
  expect(said).toMatchObject({ is: "declined-since", values: { decline: "card-expired" } });
  const unknown = { ...payment, decline: null } as Whole["payment"];
  const silent = order({ status: "CANCELLED", reason: "payment-declined", payment: unknown });
  expect(sentence(silent, null).is).toBe("payment-declined");
});

test("whom the bank asks is waited for", () => {
  const machine = execution([visit("AwaitCustomerAction", 1, null, [])]);
  expect(sentence(order(), graph(machine)).is).toBe("bank");
});
