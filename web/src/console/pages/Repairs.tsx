import { useState } from "preact/hooks";
import { keep, kept, ofThisTab } from "../../shared/kept";
import { Field } from "../../shared/parts/Field";
import { call } from "../app";
import { Ask } from "../parts/Ask";
import { Page } from "../parts/Page";
import { Progress } from "../parts/Progress";
import { momentOf } from "../rules/moments";
import { t } from "../words";

const KINDS = ["reconcile", "rebuild", "replay"] as const;
type Kind = (typeof KINDS)[number];

const NOTE = "repairs";
const MOST = 5;

interface Asked {
  id: string;
  kind: Kind;
}

/** What is mended by a job of its own: asked for here, and followed until it ends. A reload of the tab follows on. */
export function Repairs() {
  const [asking, setAsking] = useState<Kind | null>(null);
  const [jobs, setJobs] = useState<readonly Asked[]>(() => kept<Asked[]>(NOTE, ofThisTab()) ?? []);

  function begun(kind: Kind, id: string): void {
    const all = [{ id, kind }, ...jobs.filter((one) => one.id !== id)].slice(0, MOST);
    setAsking(null);
    setJobs(all);
    keep(NOTE, all, ofThisTab());
  }

  return (
    <Page title={t("nav.repairs")} lead={t("repairs.lead")}>
      <div class="two">
        {KINDS.map((kind) => (
          <section key={kind} class="card">
            <h2>{t(`repairs.${kind}`)}</h2>
            <p class="muted">{t(`repairs.about.${kind}`)}</p>
            <p class="buttons">
              <button type="button" data-row class="button" onClick={() => setAsking(kind)}>
                {t(`repairs.verb.${kind}`)}…
              </button>
            </p>
          </section>
        ))}
      </div>
      {jobs.map(({ id, kind }) => (
        <Progress key={id} jobId={id} title={t(`repairs.${kind}`)} onEnd={() => undefined} />
      ))}
      {asking === "reconcile" && <Reconcile onJob={begun} onClose={() => setAsking(null)} />}
      {asking === "rebuild" && <Rebuild onJob={begun} onClose={() => setAsking(null)} />}
      {asking === "replay" && <Replay onJob={begun} onClose={() => setAsking(null)} />}
    </Page>
  );
}

interface Props {
  onJob: (kind: Kind, id: string) => void;
  onClose: () => void;
}

function Reconcile({ onJob, onClose }: Props) {
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
      onDone={(id) => onJob("reconcile", id)}
      onClose={onClose}
    />
  );
}

function Rebuild({ onJob, onClose }: Props) {
  return (
    <Ask
      title={t("repairs.rebuild")}
      text={t("repairs.text.rebuild")}
      verb={t("repairs.verb.rebuild")}
      body={() => ({})}
      send={async (body, key) => (await call("post", "/ops/views/rebuild", { body, key })).body.job_id}
      onDone={(id) => onJob("rebuild", id)}
      onClose={onClose}
    />
  );
}

function Replay({ onJob, onClose }: Props) {
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
      onDone={(id) => onJob("replay", id)}
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
