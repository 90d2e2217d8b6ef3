/** An order that is shown, and its way through the machines: told of by the socket, and read. */

import { useEffect, useRef, useState } from "preact/hooks";
import { call, live } from "../app";
import { type Looked, useLook } from "../looked";
import { UNDECIDED } from "../rules/sentence";
import type { Graph, Whole } from "../rules/shapes";
import { isTroubled } from "../rules/way";

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
 * changes (a try that fails, a stop): the machines are asked every two seconds while they are at work, and so is the
 * order as soon as something went wrong there.
 */
export function useOrder(id: string): Seen {
  const [moving, setMoving] = useState(true);
  const told = live.followed.value.has(id);
  const [troubled, setTroubled] = useState(false);
  const busy = moving ? BUSY_SECONDS : QUIET_SECONDS;
  const whole = useLook<Whole>(id, told && !troubled ? QUIET_SECONDS : busy, async (signal) => {
    const { body } = await call("get", "/ops/orders/{order_id}", { path: { order_id: id }, signal });
    setMoving(UNDECIDED.has(body.status ?? ""));
    return body;
  });
  const graph = useLook<Graph>(`graph ${id}`, busy, async (signal) => {
    const { body } = await call("get", "/ops/orders/{order_id}/graph", { path: { order_id: id }, signal });
    setTroubled(isTroubled(body));
    return body;
  });
  useChanges(id, whole.value?.version ?? 0, () => {
    whole.again();
    graph.again();
  });
  useEffect(() => {
    if (whole.value !== null && (troubled || !told)) whole.again();
  }, [told, troubled]);
  return { whole, graph, told };
}

/** Asks the shop to tell of the order, beside the first reading; `changed` is called at each change that is not
 *  shown yet. `version`: the one that is shown, 0 before there is any. */
function useChanges(id: string, version: number, changed: () => void): void {
  const latest = useRef({ version, changed });
  latest.current = { version, changed };
  useEffect(
    () =>
      live.on("order-changed", (told) => {
        if (told.order_id === id && told.version > latest.current.version) latest.current.changed();
      }),
    [id],
  );
  useEffect(() => live.follow(id, 0), [id]);
  useEffect(() => live.have(id, version), [id, version]);
}
