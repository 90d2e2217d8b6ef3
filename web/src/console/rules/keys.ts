/** What a key means: `g` and then a letter goes to a page, the others act at once. */

export const PAGES = {
  o: "/console",
  s: "/console/stuck",
  d: "/console/dead-letters",
  r: "/console/returns",
  i: "/console/inbox",
  t: "/console/stock",
  m: "/console/measures",
  p: "/console/provider",
  h: "/console/journal",
  a: "/console/sales",
  w: "/console/jobs",
  k: "/console/keys",
} as const;

export type Letter = keyof typeof PAGES;
export type Act = "next" | "previous" | "choose" | "search" | "help" | "leave" | { go: string };

const GOING_MS = 1500;
const ACTS: Record<string, Act> = {
  j: "next",
  k: "previous",
  x: "choose",
  "/": "search",
  "?": "help",
  Escape: "leave",
};

export interface Pressed {
  key: string;
  at: number;
  /** Within a field, where letters are letters; Escape leaves it. */
  typing: boolean;
  /** With Ctrl, Alt or Meta: the browser's own. */
  held: boolean;
}

/** What to do, and when `g` was pressed if it waits for its letter. */
export function press(going: number | null, { key, at, typing, held }: Pressed): [Act | null, number | null] {
  if (held) return [null, null];
  if (typing) return [key === "Escape" ? "leave" : null, null];
  if (going !== null && at - going < GOING_MS && key in PAGES) return [{ go: PAGES[key as Letter] }, null];
  if (key === "g") return [null, at];
  return [ACTS[key] ?? null, null];
}
