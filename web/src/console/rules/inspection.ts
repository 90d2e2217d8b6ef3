/** What of a return is taken back, line by line. */

export interface Units {
  accepted: number;
  /** Of those, so many cannot be sold again. */
  unsellable: number;
}

export type Inspected = Readonly<Record<string, Units>>;

interface Line {
  line_id: string;
  quantity: number;
}

/** To begin with: all of it, and all of it good. */
export function allOf(lines: readonly Line[]): Inspected {
  return Object.fromEntries(
    lines.map(({ line_id, quantity }) => [line_id, { accepted: quantity, unsellable: 0 }]),
  );
}

/** No more can be unsellable than is accepted. */
export function putBack(units: Inspected, line: string, change: Partial<Units>): Inspected {
  const { accepted: n, unsellable } = { accepted: 0, unsellable: 0, ...units[line], ...change };
  return { ...units, [line]: { accepted: n, unsellable: Math.min(n, unsellable) } };
}

export function accepted(units: Inspected): Record<string, number> {
  const some = Object.entries(units).filter(([, one]) => one.accepted > 0);
  return Object.fromEntries(some.map(([line, one]) => [line, one.accepted]));
}

export function isPart(units: Inspected, lines: readonly Line[]): boolean {
  return lines.some(({ line_id, quantity }) => (units[line_id]?.accepted ?? 0) < quantity);
}

export function notOnShelf(units: Inspected): Record<string, number> {
  const some = Object.entries(units).filter(([, { unsellable }]) => unsellable > 0);
  return Object.fromEntries(some.map(([line, { unsellable }]) => [line, unsellable]));
}
