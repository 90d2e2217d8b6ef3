// Types from the contract: src/contract/api.ts of openapi.json, src/contract/live.ts of asyncapi.json;
// src/contract/countries.ts has the countries of an address.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENTS = new URL("../../functions/storefront/", import.meta.url);
const WRITTEN = new URL("../src/contract/", import.meta.url);
const MADE = "// Made by `npm run contract`. Not to be edited.\n\n";
const IN_WORDS = ["description", "summary", "title", "tags"];

/** The text of each file, by its name. */
export async function contract() {
  return { "api.ts": await api(), "live.ts": await live(), "countries.ts": await countries() };
}

/** The names of all problems that a call can be answered with, for calls whose path `takes`. */
export async function problems(takes) {
  const { paths } = await read("openapi.json");
  const taken = Object.entries(paths).filter(([path]) => takes(path));
  const named = JSON.stringify(Object.fromEntries(taken)).matchAll(/"\/api\/problems\/([a-z-]+)"/g);
  return [...new Set([...named].map(([, name]) => name))].sort();
}

async function api() {
  const { paths, ...document } = await read("openapi.json");
  for (const calls of Object.values(paths)) Object.values(calls).forEach(keepGood);
  return MADE + astToString(await openapiTS(wordless({ ...document, paths }), { defaultNonNullable: false }));
}

/** Refusals all have one shape, read by src/shared/problem.ts. */
function keepGood(operation) {
  const good = Object.entries(operation.responses ?? {}).filter(([status]) => status < "400");
  if (operation.responses) operation.responses = Object.fromEntries(good);
}

/** Messages have schemas as the API has; what the shop tells, and clients say, is one of them each, by its type. What
 * the edge says by itself has none. */
async function live() {
  const { operations, components } = await read("asyncapi.json");
  const { schemas } = components;
  const types = await openapiTS(wordless({ openapi: "3.1.0", info: {}, paths: {}, components: { schemas } }));
  const named = ({ messages }) => messages.map(({ $ref }) => $ref.split("/").pop());
  const typed = (operation) => named(operation).filter((name) => "type" in schemas[name].properties);
  return (
    MADE + astToString(types) + union("Told", typed(operations.tell)) + union("Sent", typed(operations.hear))
  );
}

/** Which countries there are, and whose addresses need what, as the contract says of an address. */
async function countries() {
  const { Address } = (await read("openapi.json")).components.schemas;
  const needed = (member) =>
    Address.allOf.find(({ then }) => then.required.includes(member)).if.properties.country.enum;
  const list = (name, codes) => `export const ${name} = "${codes.join(" ")}".split(" ");\n`;
  return [
    `${MADE.trimEnd()}\n`,
    list("COUNTRIES", Address.properties.country.enum),
    list("NEED_POSTAL_CODE", needed("postal_code")),
    list("NEED_REGION", needed("region")),
  ].join("\n");
}

function union(name, schemas) {
  const types = schemas.map((schema) => `components["schemas"]["${schema}"]`);
  return `\nexport type ${name} =\n    | ${types.join("\n    | ")};\n`;
}

/** Without what is for people: they read the document itself. */
function wordless(node, parent = "") {
  if (Array.isArray(node)) return node.map((each) => wordless(each));
  if (typeof node !== "object" || node === null) return node;
  const named = parent === "properties" || parent === "schemas";
  const kept = Object.entries(node).filter(([name, value]) => named || !isWords(name, value));
  return Object.fromEntries(kept.map(([name, value]) => [name, wordless(value, named ? "" : name)]));
}

function isWords(name, value) {
  return IN_WORDS.includes(name) && (typeof value === "string" || Array.isArray(value));
}

async function read(name) {
  return JSON.parse(await readFile(new URL(name, DOCUMENTS), "utf8"));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [name, text] of Object.entries(await contract())) await writeFile(new URL(name, WRITTEN), text);
}
