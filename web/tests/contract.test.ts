import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contract } from "../scripts/contract.mjs";

test("the types are those of the contract as it stands: `make openapi` writes them", async () => {
  for (const [name, text] of Object.entries(await contract())) {
    expect(readFileSync(new URL(`../src/contract/${name}`, import.meta.url), "utf8")).toBe(text);
  }
});
