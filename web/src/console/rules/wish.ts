/** The key of a change: the same for every repeat of the same wish, another for another. */

export interface Wish {
  key: string;
  body: string;
}

/** `last` was sent before, and is repeated where it said the same; else a new one. */
export function wishFor(last: Wish | null, body: unknown, newKey: () => string): Wish {
  const said = JSON.stringify(body);
  return last !== null && last.body === said ? last : { key: newKey(), body: said };
}
