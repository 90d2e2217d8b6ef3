import { beforeEach, expect, test, vi } from "vitest";
import { comeBack, type Face, goToLogin, LoginBroken, signOut } from "../src/shared/login";
import { Browser, LOST, problem } from "./browser";

const FACE: Face = { session: "session", page: "/signed-in", home: "/" };
const SESSION = { owner: "own_1", expires_at: "2026-01-01T00:00:00Z", kind: "customer", cart: "none" };
const PLACES = {
  authorization_endpoint: "https://id.test/authorize",
  end_session_endpoint: "https://id.test/logout",
  client_id: "pages",
  scope: "openid email",
  redirect_uris: [],
};

let browser: Browser;
let went: URL[];
let search: string;

beforeEach(() => {
  browser = new Browser();
  browser.answer = ({ method }) =>
    method === "POST" ? { status: 201, body: SESSION } : { status: 200, body: PLACES };
  went = [];
  search = "";
  vi.stubGlobal("location", {
    origin: "https://shop.test",
    pathname: "/signed-in",
    get search() {
      return search;
    },
    assign: (to: string) => went.push(new URL(to, "https://shop.test")),
  });
});

async function leaves(back = "/cart"): Promise<URLSearchParams> {
  await goToLogin(FACE, back);
  return (went[0] as URL).searchParams;
}

test("the issuer is asked for a code, with a challenge and a nonce that the verifier alone fits", async () => {
  const asked = await leaves();
  expect(asked.get("redirect_uri")).toBe("https://shop.test/signed-in");
  expect(asked.get("code_challenge_method")).toBe("S256");
  const { verifier, state } = JSON.parse(browser.session.getItem("login") ?? "");
  expect(asked.get("state")).toBe(state);
  const digest = async (text: string) =>
    Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(text))).toString("base64url");
  expect(asked.get("code_challenge")).toBe(await digest(verifier));
  expect(asked.get("nonce")).toBe(await digest(`nonce.${verifier}`));
  expect(went[0]?.href).not.toContain(verifier);
});

test("the code is traded once, cleared from the address bar, and the page that was left is shown", async () => {
  search = `?code=c1&state=${(await leaves()).get("state")}`;
  const { session, back } = await comeBack(FACE);
  expect([session.owner, back, browser.path]).toEqual(["own_1", "/cart", "/signed-in"]);
  expect(browser.to("/sessions/login").at(-1)?.body).toMatchObject({ code: "c1" });
  await expect(comeBack(FACE)).rejects.toThrow(LoginBroken);
});

test.each(["", "?code=c1", "?code=c1&state=another", "?error=access_denied&state=STATE"])(
  "%s is no answer to a login of this tab, and nothing is sent",
  async (given) => {
    search = given.replace("STATE", (await leaves()).get("state") ?? "");
    await expect(comeBack(FACE)).rejects.toThrow(LoginBroken);
    expect(browser.sent.filter(({ method }) => method === "POST")).toHaveLength(0);
  },
);

test.each(["//evil.test/", "https://evil.test", "/\\evil.test"])(
  "%s is no page to go on with",
  async (to) => {
    search = `?code=c1&state=${(await leaves(to)).get("state")}`;
    expect((await comeBack(FACE)).back).toBe("/");
  },
);

test("an answer that was lost is asked for again by the same code, and a refusal is not", async () => {
  vi.useFakeTimers();
  search = `?code=c1&state=${(await leaves()).get("state")}`;
  const answers = [LOST, problem(503, "try-again"), { status: 201, body: SESSION }];
  browser.answer = () => answers.shift() ?? LOST;
  const coming = comeBack(FACE);
  await vi.runAllTimersAsync();
  expect((await coming).session.owner).toBe("own_1");
  vi.useRealTimers();
  expect(browser.sent.filter(({ body }) => body?.code === "c1")).toHaveLength(3);
});

test("who signs out is signed out here first, then at the issuer's", async () => {
  let forgotten = false;
  await signOut(FACE, true, () => {
    forgotten = true;
  });
  expect(browser.sent.map(({ method, path }) => `${method} ${path}`)).toContain("DELETE /api/sessions");
  expect(forgotten).toBe(true);
  expect(went[0]?.href).toContain(
    "https://id.test/logout?client_id=pages&logout_uri=https%3A%2F%2Fshop.test%2F",
  );
});

test("a session that has ended elsewhere is left all the same, one that may go on is not", async () => {
  browser.answer = ({ method }) =>
    method === "DELETE" ? problem(401, "unauthorized") : { status: 200, body: {} };
  await signOut(FACE, false, () => {});
  expect(went[0]?.pathname).toBe("/");
  browser.answer = () => problem(500, "internal-error");
  await expect(signOut(FACE, false, () => {})).rejects.toThrow();
});
