/** Why a call was not answered as hoped: refused by the shop, or not answered at all. */

export interface ProblemBody {
  /** The name of the problem in kebab case: `out-of-stock`. */
  name: string;
  status: number;
  /** What is wrong and what to change, in English. */
  detail: string;
  /** Seconds after which the same may be sent again. */
  retryAfter: number | null;
  /** Further members, as the contract has them: `lines`, `total`, `minimum`, `order_id`. */
  members: Record<string, unknown>;
}

/** The shop answered, and the answer is no. */
export class Refused extends Error {
  override name = "Refused";

  constructor(readonly problem: ProblemBody) {
    super(problem.name);
  }
}

/** Nobody answered: no network, a time-out, or an answer that is not the shop's. What was sent may have arrived. */
export class Unreachable extends Error {
  override name = "Unreachable";
}

const BASE = "/api/problems/";

/** Reads a problem of any server on the way; what is none gets a name from its status. */
export function readProblem(status: number, body: unknown, headers: Headers): ProblemBody {
  const members = isObject(body) ? body : {};
  const type = typeof members.type === "string" ? members.type : "";
  return {
    name: type.startsWith(BASE) ? type.slice(BASE.length) : `status-${status}`,
    status,
    detail: typeof members.detail === "string" ? members.detail : "",
    retryAfter: seconds(headers.get("Retry-After")),
    members,
  };
}

/** The problem of an error, or null where nobody answered. */
export function problemOf(error: unknown): ProblemBody | null {
  return error instanceof Refused ? error.problem : null;
}

function seconds(header: string | null): number | null {
  const number = Number(header);
  return header !== null && Number.isFinite(number) && number >= 0 ? number : null;
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === "object" && body !== null;
}
