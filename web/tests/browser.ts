/** As much of a browser as the storefront's rules need, and a shop behind it that answers as it is told. */

import { vi } from "vitest";

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Record<string, unknown> | null;
}

export type Answer = { status: number; body: unknown } | Error;

export class Browser {
  sent: Sent[] = [];
  path = "/";
  hash = "";
  session = memory();
  answer: (sent: Sent) => Answer = () => ({ status: 200, body: {} });

  constructor() {
    const history = { pushState: this.go, replaceState: this.go };
    const local = memory();
    local.setItem("session", JSON.stringify({ renewed_at: Date.now() }));
    vi.stubGlobal("window", { localStorage: local, sessionStorage: this.session });
    vi.stubGlobal("location", this.location());
    vi.stubGlobal("history", history);
    vi.stubGlobal("scrollTo", () => {});
    vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {} });
    vi.stubGlobal("fetch", this.fetch);
  }

  to(part: string): Sent[] {
    return this.sent.filter(({ path }) => path.startsWith(`/api${part}`));
  }

  private go = (_state: unknown, _title: string, to: string): void => {
    this.path = to;
  };

  private location() {
    const path = () => this.path;
    const hash = () => this.hash;
    return {
      search: "",
      get hash() {
        return hash();
      },
      get pathname() {
        return path();
      },
    };
  }

  private fetch = async (path: string, init: RequestInit): Promise<Response> => {
    const { method = "GET", headers, body } = init;
    const sent = {
      method,
      path,
      headers: headers as Record<string, string>,
      body: typeof body === "string" ? JSON.parse(body) : null,
    };
    this.sent.push(sent);
    const answer = this.answer(sent);
    if (answer instanceof Error) throw answer;
    return new Response(JSON.stringify(answer.body), { status: answer.status });
  };
}

export const problem = (status: number, name: string, more: object = {}): Answer => ({
  status,
  body: { type: `/api/problems/${name}`, detail: name, ...more },
});

export const LOST = new TypeError("lost");

function memory(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => void kept.set(name, text),
    removeItem: (name: string) => void kept.delete(name),
  } as unknown as Storage;
}
