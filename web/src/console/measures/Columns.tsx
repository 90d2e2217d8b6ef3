import { date } from "../../shared/words";
import { type Ended, sum } from "../rules/measures";
import { t } from "../words";

const WIDTH = 360;
const HEIGHT = 130;
const FLOOR = 108;
const TOP = 14;
const KINDS = ["well", "open", "cancelled"] as const;

/** Orders hour by hour, by what became of them; each kind is named where it is largest. */
export function Columns({ ended }: { ended: readonly Ended[] }) {
  const most = Math.max(
    1,
    ...ended.map(({ counts }) => (counts ? counts.well + counts.open + counts.cancelled : 0)),
  );
  const wide = WIDTH / ended.length;
  const tall = (n: number) => ((FLOOR - TOP) * n) / most;
  const label = t("measures.well.label", {
    well: sum(ended, "well"),
    open: sum(ended, "open"),
    cancelled: sum(ended, "cancelled"),
  });
  return (
    <figure>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        <line class="axis" x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} />
        <text class="tick" x="0" y={TOP - 3}>
          {most}
        </text>
        {ended.map(({ hour, counts }, index) => {
          if (counts === null) return null;
          let y = FLOOR;
          return (
            <g key={hour}>
              <title>{`${date(hour, "time")}: ${t("measures.well.label", counts)}`}</title>
              {KINDS.map((kind) => {
                y -= tall(counts[kind]);
                return (
                  <rect
                    key={kind}
                    class={kind}
                    x={index * wide + 1}
                    y={y}
                    width={wide - 2}
                    height={tall(counts[kind])}
                  />
                );
              })}
            </g>
          );
        })}
        <Hours first={ended[0]?.hour} from={0} to={WIDTH} />
      </svg>
      <figcaption class="legend">
        {KINDS.map((kind) => (
          <span key={kind} class={`key ${kind}`}>
            {t(`ended.${kind}`, { n: sum(ended, kind) })}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** A day ago, half a day ago, and now. */
export function Hours({ first, from, to }: { first: string | undefined; from: number; to: number }) {
  if (first === undefined) return null;
  const half = new Date(Date.parse(first) + 12 * 3_600_000).toISOString();
  return (
    <>
      <text class="tick" x={from} y={HEIGHT - 6}>
        {date(first, "time")}
      </text>
      <text class="tick middle" x={(from + to) / 2} y={HEIGHT - 6}>
        {date(half, "time")}
      </text>
      <text class="tick end" x={to} y={HEIGHT - 6}>
        {t("measures.now")}
      </text>
    </>
  );
}
