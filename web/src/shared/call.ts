/**
 * Calls of the API, typed by its contract (src/contract/api.ts is made from openapi.json).
 *
 *     const call = caller(session)
 *     const { body } = await call("get", "/orders/{order_id}", { path: { order_id } })
 *
 * Rejects with Refused, whose problem says why, or Unreachable. What may be repeated is: reads, puts, deletes, and
 * posts with a key; after Retry-After, or soon where nobody answered, four times in all.
 */

import type { paths } from "../contract/api";
import { pause, pauseBefore } from "./patience";
import { Refused, readProblem, Unreachable } from "./problem";
import type { Session } from "./session";

export type Method = "get" | "put" | "post" | "delete";
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends keyof paths> = paths[P] extends Record<M, infer O> ? O : never;
type Good = 200 | 201 | 202;
type Json<R> = R extends { content: { "application/json": infer B } } ? B : never;
type Parameter<O, In extends string> = O extends { parameters: { [K in In]?: infer V } } ? V : never;

/** What a good answer of this call has in its body. */
export type AnswerOf<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { responses: infer R } ? Json<R[keyof R & Good]> : never;
export type BodyOf<M extends Method, P extends keyof paths> =
  Operation<M, P> extends { requestBody?: { content: { "application/json": infer B } } } ? B : never;

export interface Asking<M extends Method, P extends keyof paths> {
  path?: Parameter<Operation<M, P>, "path">;
  query?: NonNullable<Parameter<Operation<M, P>, "query">>;
  body?: BodyOf<M, P>;
  headers?: Record<string, string>;
  /** Sent as Idempotency-Key: the same for every repeat of the same wish. */
  key?: string;
  /** A post that may be repeated without a key, since its body says which it is (`client_id`) or nothing comes of it. */
  repeatable?: boolean;
  /** How long one try may take. */
  seconds?: number;
  /** How often it is tried at most, where not by the rule above. */
  tries?: number;
  signal?: AbortSignal;
}

export interface Answer<B> {
  status: number;
  body: B;
  headers: Headers;
}

export type Call = <M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  asking?: Asking<M, P>,
) => Promise<Answer<AnswerOf<M, P>>>;

const SECONDS = 20;
const TRIES = 4;

/** Calls in this session's name. `base`: where the API is. */
export function caller(session: Session, base = "/api"): Call {
  return async (method, path, asking = {}) => {
    const given = asking as Given;
    const url = base + filled(path, given.path ?? {}) + queryOf(given.query ?? {});
    await session.ready(url).catch(unreachable);
    const answer = await persist(
      () => once(session, method, url, given),
      triesOf(method, given),
      given.signal,
    );
    if (answer.status !== 401) return good(answer) as never;
    if (!(await session.refused(url).catch(unreachable))) return good(answer) as never;
    return good(await once(session, method, url, given)) as never;
  };
}

interface Given {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
  key?: string;
  repeatable?: boolean;
  seconds?: number;
  tries?: number;
  signal?: AbortSignal;
}

async function persist(ask: () => Promise<Answer<unknown>>, most: number, signal?: AbortSignal) {
  for (let tried = 1; ; tried += 1) {
    const outcome = await ask().catch((error: unknown) => error);
    const answer = outcome instanceof Error ? null : (outcome as Answer<unknown>);
    const retryAfter = answer ? readProblem(answer.status, null, answer.headers).retryAfter : null;
    const seconds = signal?.aborted ? null : pauseBefore(tried, most, answer?.status ?? null, retryAfter);
    if (seconds === null) {
      if (answer === null) throw outcome;
      return answer;
    }
    await pause(seconds);
  }
}

async function once(session: Session, method: string, url: string, given: Given): Promise<Answer<unknown>> {
  const timeout = AbortSignal.timeout((given.seconds ?? SECONDS) * 1000);
  const headers: Record<string, string> = { ...session.authorization(url), ...given.headers };
  if (given.key !== undefined) headers["Idempotency-Key"] = given.key;
  if (given.body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const response = await fetch(url, {
      method: method.toUpperCase(),
      credentials: "same-origin",
      headers,
      body: given.body === undefined ? null : JSON.stringify(given.body),
      signal: given.signal ? AbortSignal.any([given.signal, timeout]) : timeout,
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text), headers: response.headers };
  } catch (error) {
    return unreachable(error);
  }
}

function good(answer: Answer<unknown>): Answer<unknown> {
  if (answer.status >= 200 && answer.status < 300 && answer.body !== null) return answer;
  if (answer.status < 400) throw new Unreachable(`An answer that is not the shop's: ${answer.status}`);
  throw new Refused(readProblem(answer.status, answer.body, answer.headers));
}

function triesOf(method: string, { key, repeatable, tries }: Given): number {
  if (tries !== undefined) return tries;
  return method !== "post" || key !== undefined || repeatable === true ? TRIES : 1;
}

function filled(path: string, values: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

function queryOf(values: Record<string, unknown>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === "" ? "" : `?${query}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unreachable(error: unknown): never {
  throw error instanceof Unreachable ? error : new Unreachable(String(error));
}
