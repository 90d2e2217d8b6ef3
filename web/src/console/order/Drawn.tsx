import { useEffect, useRef, useState } from "preact/hooks";
import { Loading } from "../../shared/parts/States";
import { span } from "../parts/When";
import type { Placed } from "../rules/layout";
import type { Execution } from "../rules/shapes";
import { edgesOf, NODE, type StateSeen, type StateWord, TONES } from "../rules/way";
import { t } from "../words";

interface Props {
  execution: Execution;
  states: readonly StateSeen[];
  until: string | null;
  chosen: string | null;
  onChoose: (state: string) => void;
}

const ICONS: Record<StateWord, string> = {
  untouched: "○",
  running: "◐",
  again: "!",
  waiting: "◐",
  stands: "!",
  done: "✓",
  retried: "✓",
  answered: "↷",
  left: "✕",
};
const NAME_MOST = 23;

/** The machine as a graph: what was walked is solid, the rest is faint. Each state is a link to its visits. */
export function Drawn({ execution, states, until, chosen, onChoose }: Props) {
  const edges = edgesOf(execution, until);
  const walked = edges.filter((edge) => edge.walked).map(({ from, to }) => `${from}>${to}`);
  const placed = usePlaced(execution, states, `${execution.name} ${walked.join()}`, edges);
  const frame = useRef<HTMLElement>(null);
  useEffect(() => intoView(frame.current, placed, chosen), [placed, chosen]);
  if (placed === null) return <Loading rows={1} shape="block" />;
  const { width, height } = placed;
  return (
    <section ref={frame} class="drawn" aria-label={t("machine.drawn")} tabIndex={0}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <title>{t("machine.drawn")}</title>
        <defs>
          <Arrow id="arrow" kind="plain" />
          <Arrow id="arrow-walked" kind="walked" />
        </defs>
        {placed.edges.map(({ from, to, path, isError, walked: was }) => (
          <path
            key={`${from} ${to}`}
            class={["edge", was && "walked", isError && "error"].filter(Boolean).join(" ")}
            d={path}
            marker-end={was ? "url(#arrow-walked)" : "url(#arrow)"}
          />
        ))}
        {placed.nodes.map(({ name, x, y }) => {
          const state = states.find((one) => one.name === name);
          return (
            state && (
              <Node
                key={name}
                state={state}
                x={x}
                y={y}
                chosen={name === chosen}
                onChoose={() => onChoose(name)}
              />
            )
          );
        })}
      </svg>
    </section>
  );
}

/** The chosen state in the middle of what a phone shows of the graph; the page itself stays where it is. */
function intoView(frame: HTMLElement | null, placed: Placed | null, chosen: string | null): void {
  const node = placed?.nodes.find(({ name }) => name === chosen);
  if (frame === null || node === undefined) return;
  frame.scrollTo({ left: node.x - (frame.clientWidth - NODE.width) / 2 });
}

interface NodeProps {
  state: StateSeen;
  x: number;
  y: number;
  chosen: boolean;
  onChoose: () => void;
}

function Node({ state, x, y, chosen, onChoose }: NodeProps) {
  const word = state.word === "answered" && state.error ? state.error : t(`state.is.${state.word}`);
  const more = moreOf(state);
  return (
    <g transform={`translate(${x} ${y})`}>
      <a
        href={`#${state.name}`}
        class={`node ${TONES[state.word]} ${state.word}${chosen ? " chosen" : ""}`}
        aria-label={`${state.name}: ${word}${more === "" ? "" : `, ${more}`}`}
        aria-current={chosen ? "true" : undefined}
        onClick={(event) => {
          event.preventDefault();
          onChoose();
        }}
      >
        <title>{state.comment ?? state.name}</title>
        <rect width={NODE.width} height={NODE.height} rx="8" />
        <text x="12" y="21" class="name">
          {state.name.length > NAME_MOST ? `${state.name.slice(0, NAME_MOST - 1)}…` : state.name}
        </text>
        <text x="12" y="40" class="word">
          {ICONS[state.word]} {word}
          {more === "" ? "" : ` · ${more}`}
        </text>
      </a>
    </g>
  );
}

function moreOf({ word, tries, ms }: StateSeen): string {
  if (word === "untouched" || word === "answered" || ms === null) return "";
  return tries > 1 ? t("state.tries", { n: tries, span: span(ms) }) : span(ms);
}

function Arrow({ id, kind }: { id: string; kind: string }) {
  return (
    <marker
      id={id}
      class={kind}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="7"
      markerHeight="7"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0,0 L8,4 L0,8 z" />
    </marker>
  );
}

/** Laid out anew only where the way has changed; the library comes with the first graph. */
function usePlaced(
  execution: Execution,
  states: readonly StateSeen[],
  of: string,
  edges: ReturnType<typeof edgesOf>,
): Placed | null {
  const [placed, setPlaced] = useState<{ of: string; machine: string; placed: Placed } | null>(null);
  useEffect(() => {
    let wanted = true;
    import("../rules/layout").then(({ layout }) => {
      if (wanted) setPlaced({ of, machine: execution.machine, placed: layout(states, edges) });
    });
    return () => {
      wanted = false;
    };
  }, [of]);
  // Of the same machine the one before stays until the next is there.
  return placed !== null && placed.machine === execution.machine ? placed.placed : null;
}
