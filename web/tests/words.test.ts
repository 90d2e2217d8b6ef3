import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { problems } from "../scripts/contract.mjs";
import consoleEn from "../src/console/words/en";
import consoleIt from "../src/console/words/it";
import crashEn from "../src/crash/words/en";
import crashIt from "../src/crash/words/it";
import { fill, pickLanguage, pickLocale, type Text } from "../src/shared/words";
import shopEn from "../src/shop/words/en";
import shopIt from "../src/shop/words/it";

const FACES: Record<string, { en: Record<string, Text>; it: Record<string, Text> }> = {
  shop: { en: shopEn, it: shopIt },
  console: { en: consoleEn, it: consoleIt },
  crash: { en: crashEn, it: crashIt },
};

const SHOWN = ["aria-label", "alt", "label", "placeholder", "title", "hint", "word", "text"];

describe.each(Object.entries(FACES))("the words of %s", (face, { en, it }) => {
  test("are there in both languages", () => {
    expect(Object.keys(it).sort()).toEqual(Object.keys(en).sort());
  });

  test("take the same values in both languages", () => {
    for (const key of Object.keys(en))
      expect([key, ...valuesOf(it[key])]).toEqual([key, ...valuesOf(en[key])]);
  });

  test("are all said somewhere", () => {
    const code = [...sources(`src/${face}`), ...sources("src/shared")].map(({ text }) => text).join("\n");
    const unsaid = Object.keys(en).filter((key) => !said(code, key));
    expect(unsaid).toEqual([]);
  });
});

test("no text stands in a component", () => {
  const found = sources("src").flatMap(({ path, text }) => texts(path, text));
  expect(found).toEqual([]);
});

test("a browser is spoken to in the first of its languages that there is", () => {
  expect(pickLanguage(null, ["de-DE", "it-CH", "en"])).toBe("it");
  expect(pickLanguage("en", ["it"])).toBe("en");
  expect(pickLanguage("xx", ["de"])).toBe("en");
});

test("dates and amounts are written as in the reader's country", () => {
  expect(pickLocale("en", ["de-DE", "en-GB"])).toBe("en-GB");
  expect(pickLocale("it", ["en-GB"])).toBe("it");
});

test("a value is put in as it is, and what has none stays", () => {
  expect(fill("{n} of {all}: {what}", { n: 2, what: "<b>{n}</b>" })).toBe("2 of {all}: <b>{n}</b>");
});

test.each(["shop"])("each refusal of a call has words of its own in %s", async (face) => {
  const others = /^\/(ops|fulfilments|payments|cart\/merge|sessions)/;
  const named = await problems((path: string) => !others.test(path));
  const unworded = named.filter((name: string) => !(`problem.${name}` in (FACES[face]?.en ?? {})));
  expect(named.length).toBeGreaterThan(20);
  expect(unworded).toEqual([]);
});

function valuesOf(text: Text | undefined): string[] {
  const all = typeof text === "string" ? text : Object.values(text ?? {}).join(" ");
  return [...new Set(all.match(/\{\w+\}/g) ?? [])].sort();
}

/** A key stands in the code, or begins as one that is put together: `problem.${name}`. */
function said(code: string, key: string): boolean {
  return code.includes(`"${key}"`) || code.includes(`\`${key.replace(/\.[^.]*$/, ".")}\${`);
}

function sources(folder: string): { path: string; text: string }[] {
  const root = new URL(`../${folder}/`, import.meta.url);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/(words\/|contract\/)/.test(path))
    .map((path) => ({ path: `${folder}/${path}`, text: readFileSync(new URL(path, root), "utf8") }));
}

/** Letters between tags, and in attributes that are shown or read out. */
function texts(path: string, text: string): string[] {
  const found: string[] = [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${path}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && SHOWN.includes(node.name.getText()) && literal(node))
      found.push(`${path}: ${node.getText()}`);
    ts.forEachChild(node, look);
  };
  if (path.endsWith(".tsx")) look(file);
  return found;
}

function literal(attribute: ts.JsxAttribute): boolean {
  return (
    attribute.initializer !== undefined &&
    ts.isStringLiteral(attribute.initializer) &&
    /\p{L}/u.test(attribute.initializer.text)
  );
}
