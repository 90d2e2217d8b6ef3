import { expect, test } from "vitest";
import { partOf } from "../src/shared/paths";

test.each([
  ["/orders/*", "/orders/ord_1", "ord_1"],
  ["/orders/*", "/orders/", null],
  ["/orders/*", "/orders", null],
  ["/orders/*", "/orders/a/b", null],
  ["/orders/*", "/orders/a%20b", "a b"],
  ["/orders/*", "/orders/%E0%A4%A", null],
])("of %s, %s has the part %s", (pattern, path, part) => {
  expect(partOf(pattern, path)).toBe(part);
});
