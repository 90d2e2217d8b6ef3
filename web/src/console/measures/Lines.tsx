import { span } from "../parts/When";
import { labelled } from "../rules/labels";
import { marksOf, place, scaleOf, type Waits } from "../rules/measures";
import { t } from "../words";
import { Hours } from "./Columns";

const WIDTH = 360;
const HEIGHT = 130;
const FLOOR = 108;
const TOP = 10;
const RIGHT = 268;
const LEFT = 40;
const KINDS = ["p99", "p90", "p50"] as const;

/** How long a checkout takes that goes well: half of them, nine of ten, and all but the slowest hundredth. */
export function Lines({ waits }: { waits: readonly Waits[] }) {
  const known = waits.filter(({ p50 }) => p50 !== null);
  const scale = scaleOf(known.flatMap(({ p50, p90, p99 }) => [p50, p90, p99]));
  const x = (index: number) => LEFT + ((RIGHT - LEFT) * index) / Math.max(1, waits.length - 1);
  const y = (ms: number | null) => FLOOR - (FLOOR - TOP) * place(ms, scale);
  const last = known.at(-1);
  const ends = last ? KINDS.map((kind) => ({ kind, ms: last[kind], y: y(last[kind]) })) : [];
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t("measures.wait")}>
      {marksOf(scale).map((ms) => (
        <g key={ms}>
          <line class="grid" x1={LEFT} x2={RIGHT} y1={y(ms)} y2={y(ms)} />
          <text class="tick end" x={LEFT - 4} y={y(ms) + 3}>
            {span(ms)}
          </text>
        </g>
      ))}
      {KINDS.map((kind) => (
        <g key={kind} class={`line ${kind}`}>
          {runs(waits).map((run) => (
            <polyline
              key={run[0]}
              points={run.map((index) => `${x(index)},${y(waits[index]?.[kind] ?? null)}`).join(" ")}
            />
          ))}
          {waits.map(
            (one, index) =>
              one.p50 !== null && <circle key={one.hour} cx={x(index)} cy={y(one[kind])} r="2" />,
          )}
        </g>
      ))}
      {labelled(ends, 13).map(({ kind, ms, y: at }) => (
        <text key={kind} class={`mark ${kind}`} x={RIGHT + 8} y={at + 4}>
          {`${kind} ${ms === null ? t("measures.longest") : span(ms)}`}
        </text>
      ))}
      <Hours first={waits[0]?.hour} from={LEFT} to={RIGHT} />
    </svg>
  );
}

/** Hours that follow each other: where none was measured a line is broken, not drawn through. */
function runs(waits: readonly Waits[]): number[][] {
  const found: number[][] = [];
  for (const [index, { p50 }] of waits.entries()) {
    const run = found.at(-1);
    if (p50 === null) continue;
    if (run !== undefined && run.at(-1) === index - 1) run.push(index);
    else found.push([index]);
  }
  return found;
}
