import { useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { Empty } from "../../shared/parts/States";
import { toast } from "../../shared/parts/Toasts";
import { call } from "../app";
import { useChosen } from "../chosen";
import { useRecount } from "../counts";
import { usePages } from "../paged";
import { AskBatch, Batched, useBatch } from "../parts/Batched";
import { ChosenBar } from "../parts/Choose";
import { More, NotRead } from "../parts/More";
import { Page } from "../parts/Page";
import { Progress } from "../parts/Progress";
import { LookedAt, Shown } from "../parts/Shown";
import { RetryAll, RetryOne, SettleOne } from "../parts/StuckChanges";
import { rough, useNow } from "../parts/When";
import { aside, grouped, type Waiting, waiting } from "../rules/stuck";
import { t } from "../words";
import { StuckGroup } from "./StuckGroup";

const EVERY_SECONDS = 5;

type Asking =
  | { what: "retry" | "settle"; one: Waiting }
  | { what: "all"; group: Waiting[] }
  | { what: "chosen" }
  | null;

/** What stands before an operator, and what the sweep could not look after: one button each, or all at once. */
export function Stuck() {
  const [asking, setAsking] = useState<Asking>(null);
  const [job, setJob] = useState<string | null>(null);
  const [unreadable, setUnreadable] = useState<{ id: string; error: string }[]>([]);
  const paged = usePages<Waiting>("stuck", EVERY_SECONDS, async (cursor, signal) => {
    const query = cursor === undefined ? {} : { cursor };
    const { body } = await call("get", "/ops/stuck", { query, signal });
    setUnreadable(body.unreadable);
    return { items: [...body.stuck.map(waiting), ...body.set_aside.map(aside)], next: body.next_cursor };
  });
  const all = paged.looked.value?.items ?? [];
  useRecount(paged.looked.value === null ? null : all.length);
  const chosen = useChosen(all.map(({ id }) => id));
  const batching = useBatch(
    async (id, why, key) => {
      await call("post", "/ops/stuck/{id}/retry", { path: { id }, body: { why }, key });
    },
    () => paged.looked.again(),
  );

  function done(said: string): void {
    setAsking(null);
    toast(said);
    paged.looked.again();
  }

  return (
    <Page
      title={t("nav.stuck")}
      lead={paged.looked.value === null ? undefined : <Lead all={all} more={paged.more !== null} />}
      actions={
        <>
          <LookedAt looked={paged.looked} />
          {all.length > 1 && (
            <Button onClick={() => setAsking({ what: "all", group: [] })}>{t("stuck.retry-all")}</Button>
          )}
        </>
      }
    >
      {job !== null && (
        <Progress key={job} jobId={job} title={t("stuck.job")} onEnd={() => paged.looked.again()} />
      )}
      <Batched title={t("stuck.job")} batching={batching} />
      <ChosenBar chosen={chosen}>
        <Button
          size="small"
          kind="primary"
          busy={batching.runs}
          onClick={() => setAsking({ what: "chosen" })}
        >
          {t("retry-all.verb", { n: chosen.ids.length })}
        </Button>
      </ChosenBar>
      <Shown looked={paged.looked}>
        {({ items }) => (
          <>
            {items.length === 0 && unreadable.length === 0 && (
              <Empty title={t("stuck.none")}>
                <LookedAt looked={paged.looked} />
              </Empty>
            )}
            {grouped(items).map((group) => (
              <StuckGroup
                key={group.key}
                group={group.all}
                chosen={chosen}
                onAll={() => setAsking({ what: "all", group: group.all })}
                onOne={(what, one) => setAsking({ what, one })}
              />
            ))}
            <More paged={paged} />
            <NotRead unreadable={unreadable} />
          </>
        )}
      </Shown>
      {asking?.what === "retry" && (
        <RetryOne id={asking.one.id} onDone={done} onClose={() => setAsking(null)} />
      )}
      {asking?.what === "settle" && (
        <SettleOne id={asking.one.id} onDone={done} onClose={() => setAsking(null)} />
      )}
      {asking?.what === "chosen" && (
        <AskBatch
          title={t("retry-all.title", { n: chosen.ids.length })}
          text={t("retry-all.chosen")}
          verb={t("retry-all.verb", { n: chosen.ids.length })}
          ids={chosen.ids}
          batching={batching}
          onBegun={() => {
            setAsking(null);
            chosen.set(chosen.ids, false);
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking?.what === "all" && (
        <RetryAll
          group={asking.group}
          n={asking.group.length || all.length}
          onJob={(id) => {
            setAsking(null);
            setJob(id);
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </Page>
  );
}

function Lead({ all, more }: { all: readonly Waiting[]; more: boolean }) {
  const now = useNow(10);
  const oldest = Math.min(...all.map(({ at }) => Date.parse(at)));
  if (all.length === 0) return <>{t("stuck.lead.none")}</>;
  const n = more ? `${all.length}+` : all.length;
  return <>{t("stuck.lead", { n, oldest: rough(now - oldest) })}</>;
}
