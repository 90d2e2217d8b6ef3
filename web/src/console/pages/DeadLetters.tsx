import { useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Empty } from "../../shared/parts/States";
import { call } from "../app";
import { type Chosen, useChosen } from "../chosen";
import { useRecount } from "../counts";
import { useLook } from "../looked";
import { Ask } from "../parts/Ask";
import { AskBatch, Batched, useBatch } from "../parts/Batched";
import { Choose, ChosenBar } from "../parts/Choose";
import { Page } from "../parts/Page";
import { Progress } from "../parts/Progress";
import { LookedAt, Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { span } from "../parts/When";
import type { Queue } from "../rules/shapes";
import { t } from "../words";

const EVERY_SECONDS = 10;

/** What no function could work on, queue by queue, and the button that has it worked on again. */
export function DeadLetters() {
  const [asking, setAsking] = useState<string | null>(null);
  const [several, setSeveral] = useState(false);
  const [jobs, setJobs] = useState<readonly string[]>([]);
  const looked = useLook<Queue[]>("dead letters", EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/dead-letters", { signal });
    return body.queues;
  });
  const full = (looked.value ?? []).filter(({ messages = 0, unreadable }) => messages > 0 || unreadable);
  const empty = (looked.value ?? []).filter((queue) => !full.includes(queue));
  const n = full.reduce((all, { messages = 0 }) => all + messages, 0);
  useRecount(looked.value === null ? null : n);
  const chosen = useChosen(full.map(({ queue }) => queue));
  const batching = useBatch(async (queue, why, key) => {
    const asked = { path: { queue }, body: { why }, key };
    const { body: job } = await call("post", "/ops/dead-letters/{queue}/redrive", asked);
    setJobs((before) => [job.job_id, ...before.filter((one) => one !== job.job_id)]);
  }, looked.again);

  return (
    <Page
      title={t("nav.dead-letters")}
      lead={looked.value === null ? undefined : n === 0 ? t("letters.lead.none") : t("letters.lead", { n })}
      actions={
        <>
          <LookedAt looked={looked} />
          {full.length > 1 && <Button onClick={() => setAsking("")}>{t("letters.all")}</Button>}
        </>
      }
    >
      <Batched title={t("letters.asked")} batching={batching} />
      {jobs.map((job) => (
        <Progress key={job} jobId={job} title={t("letters.job")} onEnd={() => looked.again()} />
      ))}
      <ChosenBar chosen={chosen}>
        <Button size="small" kind="primary" busy={batching.runs} onClick={() => setSeveral(true)}>
          {t("letters.redrive-n", { n: chosen.ids.length })}
        </Button>
      </ChosenBar>
      <Shown looked={looked}>
        {() => (
          <>
            {full.length === 0 ? (
              <Empty title={t("letters.none")} />
            ) : (
              <Full queues={full} chosen={chosen} onRedrive={setAsking} />
            )}
            <details class="quiet">
              <summary>{t("letters.empty", { n: empty.length })}</summary>
              <ul class="words">
                {empty.map(({ queue }) => (
                  <li key={queue}>
                    <Badge tone="good" word={queue} />
                  </li>
                ))}
              </ul>
            </details>
          </>
        )}
      </Shown>
      {asking !== null && (
        <Redrive
          queue={asking}
          onJob={(id) => {
            setAsking(null);
            setJobs([id]);
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {several && (
        <AskBatch
          title={t("letters.redrive-n", { n: chosen.ids.length })}
          text={t("redrive.text")}
          verb={t("letters.redrive")}
          ids={chosen.ids}
          batching={batching}
          onBegun={() => {
            setSeveral(false);
            chosen.set(chosen.ids, false);
          }}
          onClose={() => setSeveral(false)}
        />
      )}
    </Page>
  );
}

interface FullProps {
  queues: readonly Queue[];
  chosen: Chosen;
  onRedrive: (queue: string) => void;
}

function Full({ queues, chosen, onRedrive }: FullProps) {
  const heads = [
    t("letters.queue"),
    t("letters.messages"),
    t("letters.oldest"),
    t("letters.error"),
    t("stuck.do"),
  ];
  return (
    <Table
      caption={t("nav.dead-letters")}
      heads={heads}
      choose={<Choose ids={queues.map(({ queue }) => queue)} name={t("chosen.all")} chosen={chosen} />}
    >
      {queues.map(({ queue, messages = 0, oldest_seconds, first_error, redrive = "", unreadable }) => (
        <tr key={queue}>
          <Cell name={t("letters.queue")}>
            <Choose ids={[queue]} name={t("chosen.one", { name: queue })} chosen={chosen} />
            <b>{queue}</b>
            <span class="muted"> {redriveWord(redrive)}</span>
          </Cell>
          <Cell name={t("letters.messages")}>
            <Badge tone="bad" word={String(messages)} />
          </Cell>
          <Cell name={t("letters.oldest")}>
            {oldest_seconds === null || oldest_seconds === undefined ? "–" : span(oldest_seconds * 1000)}
          </Cell>
          <Cell name={t("letters.error")}>
            <span class="cause">{unreadable || first_error || "–"}</span>
          </Cell>
          <Cell name={t("stuck.do")}>
            <button type="button" data-row class="button small primary" onClick={() => onRedrive(queue)}>
              {t("letters.redrive")}
            </button>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

const WAYS = ["to queue", "to function", "from the log"] as const;

function redriveWord(redrive: string): string {
  const way = WAYS.find((one) => one === redrive);
  return way === undefined ? redrive : t(`redrive.${way}`);
}

/** `queue` is one by its name, or empty for all. */
function Redrive({
  queue,
  onJob,
  onClose,
}: {
  queue: string;
  onJob: (id: string) => void;
  onClose: () => void;
}) {
  return (
    <Ask
      title={queue === "" ? t("letters.all") : t("redrive.title", { queue })}
      text={t("redrive.text")}
      verb={t("letters.redrive")}
      body={() => ({})}
      send={async (body, key) => {
        const { body: job } =
          queue === ""
            ? await call("post", "/ops/dead-letters/redrive", { body, key })
            : await call("post", "/ops/dead-letters/{queue}/redrive", { path: { queue }, body, key });
        return job.job_id;
      }}
      onDone={onJob}
      onClose={onClose}
    />
  );
}
