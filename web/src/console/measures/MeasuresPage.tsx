import type { ComponentChildren } from "preact";
import { call } from "../app";
import { useLook } from "../looked";
import { NotRead } from "../parts/More";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { span } from "../parts/When";
import { beside, endings, reasons, slowest, sum, waits, wellPercent } from "../rules/measures";
import type { Measures } from "../rules/shapes";
import { t } from "../words";
import { Queues, Ranges, Reasons } from "./Bars";
import { Columns } from "./Columns";
import { Lines } from "./Lines";

const EVERY_SECONDS = 30;
/** A day to be seen, and the one before to compare with. */
const ASKED_HOURS = 48;
const SHOWN_HOURS = 24;
const SLOWEST = 8;

/** Small charts, one question each, its answer in a sentence above. */
export function MeasuresPage() {
  const looked = useLook<Measures>("measures", EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/measures", { query: { hours: ASKED_HOURS }, signal });
    return body;
  });
  return (
    <Page title={t("nav.measures")} lead={t("measures.lead")} actions={<LookedAt looked={looked} />}>
      <Shown looked={looked} rows={4} shape="block">
        {(measures) => (
          <>
            <Questions measures={measures} />
            <NotRead unreadable={measures.unreadable} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function Questions({ measures }: { measures: Measures }) {
  const now = Date.now();
  const day = measures.hours.filter(({ hour }) => Date.parse(hour) > now - SHOWN_HOURS * 3_600_000);
  const ended = endings(measures.hours, now, SHOWN_HOURS);
  const waited = waits(measures.hours, now, SHOWN_HOURS);
  const why = reasons(day);
  const steps = slowest(measures.steps, SLOWEST);
  const checkout = measures.steps.find(({ step, count }) => step === "checkout" && count > 0);
  const queued = measures.queues.filter(({ waiting }) => (waiting ?? 0) > 0);
  return (
    <div class="multiples">
      <Question title={t("measures.well")} answer={wellAnswer(ended, measures)}>
        {wellPercent(ended) !== null && <Columns ended={ended} />}
      </Question>
      <Question title={t("measures.why")} answer={whyAnswer(ended, why.length)}>
        <Reasons reasons={why} />
      </Question>
      <Question
        title={t("measures.wait")}
        answer={
          checkout
            ? t("measures.wait.answer", {
                p50: durationOf(checkout.p50_ms),
                p90: durationOf(checkout.p90_ms),
                p99: durationOf(checkout.p99_ms),
              })
            : t("measures.unmeasured")
        }
      >
        {waited.some(({ p50 }) => p50 !== null) && <Lines waits={waited} />}
      </Question>
      <Question
        title={t("measures.queues")}
        answer={
          queued.length === 0 ? t("measures.queues.none") : t("measures.queues.answer", { n: queued.length })
        }
      >
        <Queues queues={measures.queues} />
      </Question>
      <Question
        title={t("measures.steps")}
        answer={
          steps.length === 0
            ? t("measures.unmeasured")
            : t("measures.steps.answer", { step: steps[0]?.step.split("/").at(-1) ?? "" })
        }
      >
        <Ranges steps={steps} />
      </Question>
      <Question title={t("measures.stuck")} answer={stuckAnswer(measures)}>
        <p class="buttons">
          <a href="/console/stuck">{t("nav.stuck")}</a> <a href="/console/provider">{t("nav.provider")}</a>
        </p>
      </Question>
    </div>
  );
}

function Question({
  title,
  answer,
  children,
}: {
  title: string;
  answer: string;
  children: ComponentChildren;
}) {
  return (
    <section class="card question">
      <h2>{title}</h2>
      <p class="answer-line">{answer}</p>
      {children}
    </section>
  );
}

function wellAnswer(ended: ReturnType<typeof endings>, { hours }: Measures): string {
  const percent = wellPercent(ended);
  if (percent === null) return t("measures.unmeasured");
  const { now, before } = beside(hours);
  const said = t("measures.well.answer", { percent, n: sum(ended, "well") + sum(ended, "cancelled") });
  return now === null || before === null
    ? said
    : `${said} ${t("measures.well.beside", { now: now.well, before: before.well })}`;
}

function whyAnswer(ended: ReturnType<typeof endings>, reasons: number): string {
  if (wellPercent(ended) === null) return t("measures.unmeasured");
  return reasons === 0 ? t("measures.why.none") : t("measures.why.answer", { n: sum(ended, "cancelled") });
}

function stuckAnswer({ stuck: { orders, returns, set_aside }, breaker }: Measures): string {
  const waiting = orders + returns + set_aside;
  const said =
    waiting === 0
      ? t("measures.stuck.none")
      : t("measures.stuck.answer", { orders, returns, aside: set_aside });
  return `${said} ${t(`breaker.is.${breaker.circuit}`)}`;
}

export function durationOf(ms: number | null): string {
  return ms === null ? t("measures.longest") : span(ms);
}
