/** Where each state of a machine stands, and how its edges run: dagre's layout of what `way.ts` sees. */

import dagre from "@dagrejs/dagre";
import { type EdgeSeen, NODE, type StateSeen } from "./way";

export interface Placed {
  width: number;
  height: number;
  nodes: { name: string; x: number; y: number }[];
  edges: { from: string; to: string; path: string; isError: boolean; walked: boolean }[];
}

/** `x` and `y` are the upper left corner of a node; a path is that of an SVG. */
export function layout(states: readonly StateSeen[], edges: readonly EdgeSeen[]): Placed {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 22, ranksep: 28, edgesep: 12, marginx: 6, marginy: 6 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name } of states) graph.setNode(name, { ...NODE });
  // What is hoped for is kept straight, and what is walked nearly so.
  const between = edges.filter(({ from, to }) => from !== to);
  for (const { from, to, isError, walked } of between)
    graph.setEdge(from, to, { weight: isError ? (walked ? 2 : 1) : 8, minlen: 1 });
  dagre.layout(graph);
  const size = graph.graph();
  const corner = (name: string): Point => {
    const { x = 0, y = 0 } = graph.node(name) as Partial<Point>;
    return { x: x - NODE.width / 2, y: y - NODE.height / 2 };
  };
  const pathOf = ({ from, to }: EdgeSeen): string => {
    if (from === to) return loop(corner(from));
    const { points = [] } = graph.edge(from, to) as { points?: Point[] };
    return curve(points);
  };
  return {
    width: Math.ceil(size.width ?? 0) + (between.length < edges.length ? LOOP : 0),
    height: Math.ceil(size.height ?? 0),
    nodes: states.map(({ name }) => ({ name, ...corner(name) })),
    edges: edges.map((edge) => {
      const { from, to, isError, walked } = edge;
      return { from, to, isError, walked, path: pathOf(edge) };
    }),
  };
}

/** How far an edge that comes back to its own state stands out of it. */
const LOOP = 22;

function loop({ x, y }: Point): string {
  const [right, out] = [x + NODE.width, x + NODE.width + LOOP];
  return `M${right},${y + 14}C${out},${y + 8} ${out},${y + NODE.height - 8} ${right},${y + NODE.height - 14}`;
}

interface Point {
  x: number;
  y: number;
}

/** Through the middles between the points, bent at the points. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined) return "";
  const bends = rest.map((point, index) => {
    const next = rest[index + 1] ?? last;
    const end = index === rest.length - 1 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)}${bends.length === 0 ? `L${at(last)}` : bends.join("")}`;
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
}
