import { reasonWord } from "../parts/Marks";
import { span } from "../parts/When";
import { place } from "../rules/measures";
import type { Measures, Step } from "../rules/shapes";
import { t } from "../words";

const WIDTH = 360;

/** Why orders were cancelled, as bars with their names and numbers. */
export function Reasons({ reasons }: { reasons: readonly { reason: string; n: number }[] }) {
  const most = Math.max(1, ...reasons.map(({ n }) => n));
  return (
    <ul class="bars">
      {reasons.map(({ reason, n }) => (
        <li key={reason}>
          <span>{reasonWord(reason)}</span>
          <b class="number">{n}</b>
          <Bar part={n / most} kind="cancelled" />
        </li>
      ))}
    </ul>
  );
}

/** Of each queue how much waits, and since when. */
export function Queues({ queues }: { queues: Measures["queues"] }) {
  const most = Math.max(1, ...queues.map(({ waiting }) => waiting ?? 0));
  return (
    <ul class="bars">
      {queues.map(({ queue, waiting, in_flight, oldest_seconds, unreadable }) => (
        <li key={queue}>
          <span>
            {queue}{" "}
            <span class="muted">
              {unreadable ||
                [
                  in_flight ? t("queue.in-flight", { n: in_flight }) : "",
                  oldest_seconds === null ? "" : t("queue.oldest", { span: span(oldest_seconds * 1000) }),
                ].join(" ")}
            </span>
          </span>
          <b class="number">{waiting ?? "–"}</b>
          <Bar part={(waiting ?? 0) / most} kind="open" />
        </li>
      ))}
    </ul>
  );
}

/** From half of a step's durations to its slowest hundredth, each tenfold as wide. */
export function Ranges({ steps }: { steps: readonly Step[] }) {
  return (
    <ul class="bars ranges">
      {steps.map(({ step, count, p50_ms, p90_ms, p99_ms }) => (
        <li key={step}>
          <span>
            <b>{step.split("/").at(-1)}</b>{" "}
            <span class="muted">
              {t("measures.counted", { machine: step.split("/")[0] ?? "", n: count })}
            </span>
          </span>
          <svg class="chart range" viewBox={`0 0 ${WIDTH} 10`} role="img" aria-label={t("measures.range")}>
            <line class="grid" x1="4" x2={WIDTH - 4} y1="5" y2="5" />
            <line class="from-to" x1={at(p50_ms)} x2={at(p99_ms)} y1="5" y2="5" />
            <circle class="p50" cx={at(p50_ms)} cy="5" r="4" />
            <circle class="p90" cx={at(p90_ms)} cy="5" r="4" />
            <circle class="p99" cx={at(p99_ms)} cy="5" r="4" />
          </svg>
          <span class="number small">
            {t("measures.percentiles", { p50: shortly(p50_ms), p90: shortly(p90_ms), p99: shortly(p99_ms) })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Bar({ part, kind }: { part: number; kind: string }) {
  return (
    <svg class="chart bar" viewBox={`0 0 ${WIDTH} 6`} preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width={WIDTH} height="6" rx="3" />
      <rect class={kind} width={WIDTH * part} height="6" rx="3" />
    </svg>
  );
}

function at(ms: number | null): number {
  return 4 + (WIDTH - 8) * place(ms);
}

function shortly(ms: number | null): string {
  return ms === null ? t("measures.longest") : span(ms);
}
