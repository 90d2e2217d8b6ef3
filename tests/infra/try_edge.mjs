// Hands CloudFront's function each request of a JSON list on standard input, and prints what it made of them.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";

const source = readFileSync(new URL("../../infra/edge/edge.js", import.meta.url), "utf8");
const handler = runInNewContext(`${source}\nhandler`);
const valued = (given) => Object.fromEntries(Object.entries(given ?? {}).map(([name, value]) => [name, { value }]));
const plain = (given) => Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value]));

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ method, path, headers, cookies }) => {
  const request = {
    method,
    uri: path,
    querystring: {},
    headers: valued({ host: "shop.example", ...headers }),
    cookies: valued(cookies),
  };
  const made = handler({ version: "1.0", context: {}, viewer: { ip: "203.0.113.7" }, request });
  if (made.statusCode) return { refused: [made.statusCode, JSON.parse(made.body.data)], headers: plain(made.headers) };
  return { path: made.uri, headers: plain(made.headers), cookies: plain(made.cookies) };
});
console.log(JSON.stringify(answers));
