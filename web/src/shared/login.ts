/**
 * Logging in and out with the issuer of accounts: OpenID Connect's code flow with PKCE.
 *
 * A page sends the browser to the issuer, which sends it back to `/signed-in` (or the console's) with a code. The shop
 * makes a session of it, as a cookie. What was made up for this login is kept in this tab alone, until it comes back.
 */

import { forget, keep, kept, ofThisTab } from "./kept";
import { pause } from "./patience";
import { Refused, readProblem, Unreachable } from "./problem";
import { USED } from "./session";

export interface LoggedIn {
  owner: string;
  expires_at: string;
  kind: "customer" | "operator";
  cart: "none" | "merged" | "in-checkout" | "too-full";
}

/** Which of the browser's sessions is meant, and the page that the issuer sends back to. */
export interface Face {
  session: "session" | "operator";
  page: string;
  home: string;
}

interface Begun {
  state: string;
  verifier: string;
  back: string;
}

interface Places {
  authorization_endpoint: string;
  end_session_endpoint?: string;
  client_id: string;
  scope: string;
}

/** The issuer sent the browser back without a code, or with an answer to no login that began in this tab. */
export class LoginBroken extends Error {
  override name = "LoginBroken";
}

const NOTE = "login";
const LOGIN = "/api/sessions/login";
const SECONDS = 30;
const TRIES = 3;

/** Leaves this page for the issuer's; afterwards `back` is shown. Rejects with Refused or Unreachable. */
export async function goToLogin(face: Face, back: string): Promise<void> {
  const places = (await ask("GET", LOGIN, face)) as unknown as Places;
  const begun: Begun = { state: random(), verifier: random() + random(), back };
  keep(NOTE, begun, ofThisTab());
  const query = new URLSearchParams({
    response_type: "code",
    client_id: places.client_id,
    scope: places.scope,
    redirect_uri: location.origin + face.page,
    state: begun.state,
    code_challenge: await digest(begun.verifier),
    code_challenge_method: "S256",
    nonce: await digest(`nonce.${begun.verifier}`),
  });
  location.assign(`${places.authorization_endpoint}?${query}`);
}

/**
 * Back from the issuer: trades the code of the address bar, which is cleared at once. The session, and the page to go
 * on with. Rejects with LoginBroken, Refused or Unreachable.
 */
export async function comeBack(face: Face): Promise<{ session: LoggedIn; back: string }> {
  const given = new URLSearchParams(location.search);
  history.replaceState(null, "", location.pathname);
  const begun = kept<Begun>(NOTE, ofThisTab());
  const code = given.get("code");
  if (begun === null || code === null || given.get("state") !== begun.state) throw new LoginBroken();
  const body = { code, code_verifier: begun.verifier, redirect_uri: location.origin + face.page };
  const session = await persistently(() => ask("POST", LOGIN, face, body));
  forget(NOTE, ofThisTab());
  return { session: session as unknown as LoggedIn, back: ownPath(begun.back) ?? face.home };
}

/** Ends the session here, or all of them, and then the issuer's. Rejects with Refused or Unreachable. */
export async function signOut(face: Face, everywhere: boolean, before: () => void): Promise<void> {
  const places = await ask("GET", LOGIN, face).catch(() => null);
  await persistently(() => ask("DELETE", everywhere ? "/api/sessions" : "/api/sessions/current", face)).catch(
    (error: unknown) => {
      // It has ended already: elsewhere, or by its time.
      if (!(error instanceof Refused) || error.problem.status !== 401) throw error;
    },
  );
  before();
  location.assign(endOf(places as unknown as Places | null, location.origin + face.home) ?? face.home);
}

function endOf(places: Places | null, home: string): string | null {
  if (places?.end_session_endpoint === undefined) return null;
  // Cognito's word for where to go afterwards, and OpenID Connect's.
  const query = { client_id: places.client_id, logout_uri: home, post_logout_redirect_uri: home };
  return `${places.end_session_endpoint}?${new URLSearchParams(query)}`;
}

/** A path of this very host, or null. */
function ownPath(path: string): string | null {
  return /^\/(?![/\\])/.test(path) ? path : null;
}

/** The same again where nobody answered, or later: the shop knows a login that it has heard of. */
async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const again =
        error instanceof Unreachable || (error instanceof Refused && error.problem.status === 503);
      if (!again || tried === TRIES) throw error;
      await pause(1000 * tried);
    }
  }
}

async function ask(
  method: string,
  url: string,
  face: Face,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method,
    credentials: "same-origin",
    headers: { [USED]: face.session, "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(SECONDS * 1000),
  }).catch((error: unknown) => {
    throw new Unreachable(String(error));
  });
  const read = await answer.json().catch(() => null);
  if (!answer.ok) throw new Refused(readProblem(answer.status, read, answer.headers));
  return (read ?? {}) as Record<string, unknown>;
}

function random(): string {
  return encoded(crypto.getRandomValues(new Uint8Array(32)));
}

async function digest(text: string): Promise<string> {
  return encoded(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

function encoded(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
