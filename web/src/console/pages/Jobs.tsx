import { useRef, useState } from "preact/hooks";
import { Field } from "../../shared/parts/Field";
import { Empty } from "../../shared/parts/States";
import { toast } from "../../shared/parts/Toasts";
import { call } from "../app";
import { usePages } from "../paged";
import { Ask } from "../parts/Ask";
import { JobTold } from "../parts/JobTold";
import { More, NotRead } from "../parts/More";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Ago } from "../parts/When";
import { momentOf } from "../rules/moments";
import { aboutOf, kindOf } from "../rules/progress";
import type { Job } from "../rules/shapes";
import { t } from "../words";

const REPAIRS = ["reconcile", "rebuild", "replay"] as const;
type Repair = (typeof REPAIRS)[number];

const EVERY_SECONDS = 3;

/** Work for the whole shop: asked for here or elsewhere, and how far each is, the newest first. */
export function Jobs() {
  const [asking, setAsking] = useState<Repair | null>(null);
  const unreadable = useRef<{ id: string; error: string }[]>([]);
  const paged = usePages<Job>("jobs", EVERY_SECONDS, async (cursor, signal) => {
    const query = cursor === undefined ? {} : { cursor };
    const { body } = await call("get", "/ops/jobs", { query, signal });
    unreadable.current = body.unreadable;
    return { items: body.jobs, next: body.next_cursor };
  });
  const close = () => setAsking(null);
  const begun = () => {
    close();
    toast(t("jobs.begun"));
    paged.looked.again();
  };

  return (
    <Page title={t("nav.jobs")} lead={t("repairs.lead")} actions={<LookedAt looked={paged.looked} />}>
      <div class="two">
        {REPAIRS.map((repair) => (
          <section key={repair} class="card">
            <h2>{t(`repairs.${repair}`)}</h2>
            <p class="muted">{t(`repairs.about.${repair}`)}</p>
            <p class="buttons">
              <button type="button" data-row class="button" onClick={() => setAsking(repair)}>
                {t(`repairs.verb.${repair}`)}…
              </button>
            </p>
          </section>
        ))}
      </div>
      <h2>{t("jobs.all")}</h2>
      <Shown looked={paged.looked}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty title={t("jobs.none")} />}
            {items.map((job) => (
              <OneJob key={job.job_id} job={job} />
            ))}
            <More paged={paged} />
            <NotRead unreadable={unreadable.current} />
          </>
        )}
      </Shown>
      {asking === "reconcile" && <Reconcile onBegun={begun} onClose={close} />}
      {asking === "rebuild" && <Rebuild onBegun={begun} onClose={close} />}
      {asking === "replay" && <Replay onBegun={begun} onClose={close} />}
    </Page>
  );
}

function OneJob({ job }: { job: Job }) {
  const kind = kindOf(job.kind);
  return (
    <section class="card job">
      <h3>
        {kind === null ? <code>{job.kind}</code> : t(`job.kind.${kind}`)}{" "}
        <span class="muted small">
          <Ago at={job.at} />
        </span>
      </h3>
      {aboutOf(job.what) !== "" && (
        <p class="small">
          <code>{aboutOf(job.what)}</code>
        </p>
      )}
      <JobTold job={job} />
    </section>
  );
}

interface Props {
  onBegun: () => void;
  onClose: () => void;
}

function Reconcile({ onBegun, onClose }: Props) {
  const [short, setShort] = useState(true);
  const [dry, setDry] = useState(true);
  return (
    <Ask
      title={t("repairs.reconcile")}
      text={t("repairs.text.reconcile")}
      verb={t("repairs.verb.reconcile")}
      fields={
        <>
          <Tick name={t("repairs.short")} on={short} onTurn={setShort} />
          <Tick name={t("repairs.dry")} on={dry} onTurn={setDry} />
        </>
      }
      body={() => ({ short, dry_run: dry })}
      send={async (body, key) => (await call("post", "/ops/reconcile", { body, key })).body.job_id}
      onDone={onBegun}
      onClose={onClose}
    />
  );
}

function Rebuild({ onBegun, onClose }: Props) {
  return (
    <Ask
      title={t("repairs.rebuild")}
      text={t("repairs.text.rebuild")}
      verb={t("repairs.verb.rebuild")}
      body={() => ({})}
      send={async (body, key) => (await call("post", "/ops/views/rebuild", { body, key })).body.job_id}
      onDone={onBegun}
      onClose={onClose}
    />
  );
}

function Replay({ onBegun, onClose }: Props) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const span = { from: momentOf(from), to: momentOf(to) };
  const wrong = (text: string, at: string | null) =>
    text !== "" && at === null ? t("repairs.moment.wrong") : undefined;
  return (
    <Ask
      title={t("repairs.replay")}
      text={t("repairs.text.replay")}
      verb={t("repairs.verb.replay")}
      fields={
        <>
          <Field
            label={t("repairs.from")}
            hint={t("repairs.moment")}
            value={from}
            onInput={setFrom}
            wrong={wrong(from, span.from)}
          />
          <Field label={t("repairs.to")} value={to} onInput={setTo} wrong={wrong(to, span.to)} />
        </>
      }
      body={() => (span.from === null || span.to === null ? null : { from: span.from, to: span.to })}
      send={async (body, key) => (await call("post", "/ops/events/replay", { body, key })).body.job_id}
      onDone={onBegun}
      onClose={onClose}
    />
  );
}

function Tick({ name, on, onTurn }: { name: string; on: boolean; onTurn: (on: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={on} onChange={(event) => onTurn(event.currentTarget.checked)} /> {name}
    </label>
  );
}
