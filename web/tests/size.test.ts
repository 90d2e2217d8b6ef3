import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { beforeAll, expect, test } from "vitest";

const BUDGETS = { index: 40, console: 120 };
const KILOBYTE = 1000;

let built: (Rolldown.OutputChunk | Rolldown.OutputAsset)[];

beforeAll(async () => {
  const answer = (await build({
    mode: "production",
    logLevel: "error",
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  built = answer.output;
});

test.each(Object.entries(BUDGETS))(
  "the first load of %s.html is below %i kB of script and style, as gzip",
  (face, kilobytes) => {
    const size = [...firstLoad(face)].reduce((all, name) => all + gzipSync(contentOf(name)).length, 0);
    expect(size).toBeGreaterThan(1000);
    expect(size).toBeLessThan(kilobytes * KILOBYTE);
  },
);

test("the console with all that it ever loads, graphs included, is below 120 kB", () => {
  const size = [...everything("console")].reduce((all, name) => all + gzipSync(contentOf(name)).length, 0);
  expect([...everything("console")].some((name) => name.includes("layout"))).toBe(true);
  expect(size).toBeLessThan(BUDGETS.console * KILOBYTE);
});

test.each(["index", "console", "crash"])("the styles of %s.html overrule those that all share", (face) => {
  const links = contentOf(`${face}.html`)
    .toString()
    .matchAll(/href="\/(assets\/[^"]+\.css)"/g);
  const styles = [...links].map(([, name]) => contentOf(name as string).toString()).join("");
  const own = { index: ".menu", console: ".frame", crash: ".top" }[face] as string;
  expect(styles.indexOf("box-sizing")).toBeGreaterThan(-1);
  expect(styles.indexOf(own)).toBeGreaterThan(styles.indexOf("box-sizing"));
});

test("no page has a script or a style within it", () => {
  for (const { fileName } of built.filter(({ fileName }) => fileName.endsWith(".html"))) {
    const page = contentOf(fileName).toString();
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  }
});

test("no page names another host", () => {
  for (const { fileName } of built) {
    const hosts =
      contentOf(fileName)
        .toString()
        .match(/https?:\/\/[\w.-]+/g) ?? [];
    expect(hosts.filter((host) => !KNOWN.includes(host))).toEqual([]);
  }
});

/** Names of XML, asked of nobody; and the payment provider's script, loaded where a key for it is configured. */
const KNOWN = ["http://www.w3.org", "https://js.stripe.com"];

/** What the page loads before it is there: its scripts with all that they import, the larger language, its styles. */
function firstLoad(face: string): Set<string> {
  const page = contentOf(`${face}.html`).toString();
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name as string);
  const loaded = new Set<string>();
  const load = (name: string): void => {
    if (loaded.has(name)) return;
    loaded.add(name);
    const chunk = chunkOf(name);
    for (const each of chunk?.imports ?? []) load(each);
    if (chunk?.isEntry) for (const words of wordsOf(chunk)) load(words);
  };
  for (const name of named) load(name);
  return loaded;
}

/** What is loaded later, too, in one language. */
function everything(face: string): Set<string> {
  const all = firstLoad(face);
  for (const name of all) {
    const later = (chunkOf(name)?.dynamicImports ?? []).filter((one) => !/\/(en|it)-/.test(one));
    for (const one of later) all.add(one);
  }
  return all;
}

function wordsOf(entry: Rolldown.OutputChunk): string[] {
  const tables = entry.dynamicImports.filter((name) => /\/(en|it)-/.test(name));
  return tables.sort((one, other) => contentOf(other).length - contentOf(one).length).slice(0, 1);
}

function chunkOf(name: string): Rolldown.OutputChunk | undefined {
  return built.find((one): one is Rolldown.OutputChunk => one.type === "chunk" && one.fileName === name);
}

function contentOf(name: string): Buffer {
  const one = built.find(({ fileName }) => fileName === name);
  if (one === undefined) throw new Error(`${name} was not built`);
  return Buffer.from(one.type === "chunk" ? one.code : one.source);
}
