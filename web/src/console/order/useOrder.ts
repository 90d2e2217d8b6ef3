/** An order that is shown, and its way through the machines: told of by the socket, and read. */

import { useEffect, useRef, useState } from "preact/hooks";
import { call, live } from "../app";
import { type Looked, useLook } from "../looked";
import { UNDECIDED } from "../rules/sentence";
import type { Graph, Whole } from "../rules/shapes";
import { movesOf } from "../rules/way";

export const BUSY_SECONDS = 2;
export const QUIET_SECONDS = 10;

export interface Seen {
  whole: Looked<Whole>;
  graph: Looked<Graph>;
  /** Whether the shop tells of each change; while it does not, the page asks every two seconds. */
  told: boolean;
}

/**
 * Both are read at once when the shop tells that the order changed. Nobody tells of what a machine does between two
 * changes (a try that failed, a stop): the machines are asked every two seconds while they are at work, and the order
 * when they have moved.
 */
export function useOrder(id: string): Seen {
  const [moving, setMoving] = useState(true);
  const told = live.followed.value.has(id);
  const busy = moving ? BUSY_SECONDS : QUIET_SECONDS;
  const whole = useLook<Whole>(id, told ? QUIET_SECONDS : busy, async (signal) => {
    const { body } = await call("get", "/ops/orders/{order_id}", { path: { order_id: id }, signal });
    setMoving(UNDECIDED.has(body.status ?? ""));
    return body;
  });
  const graph = useLook<Graph>(`graph ${id}`, busy, async (signal) => {
    const { body } = await call("get", "/ops/orders/{order_id}/graph", { path: { order_id: id }, signal });
    return body;
  });
  useChanges(id, whole.value && (whole.value.version ?? 0), () => {
    whole.again();
    graph.again();
  });
  const moves = movesOf(graph.value);
  useEffect(() => {
    if (whole.value !== null) whole.again();
  }, [told, moves]);
  return { whole, graph, told };
}

/** Asks the shop to tell of the order; `changed` is called at each change. `version`: the one that is shown, null
 *  before there is any. */
function useChanges(id: string, version: number | null, changed: () => void): void {
  const latest = useRef(changed);
  latest.current = changed;
  const known = version !== null;
  useEffect(
    () =>
      live.on("order-changed", ({ order_id }) => {
        if (order_id === id) latest.current();
      }),
    [id],
  );
  useEffect(() => (known ? live.follow(id, version) : undefined), [id, known]);
  useEffect(() => {
    if (known) live.have(id, version);
  }, [id, version]);
}
