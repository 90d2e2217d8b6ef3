import { useEffect } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { call } from "../app";
import { useLook } from "../looked";
import { countsOf, factsOf, failuresOf } from "../rules/progress";
import type { Job } from "../rules/shapes";
import { t } from "../words";
import { Shown } from "./Shown";

const EVERY_SECONDS = 1.5;
const TONES = { RUNNING: "busy", DONE: "good", FAILED: "bad" } as const;

/** How far a job has come, until it has ended. */
export function Progress({ jobId, title, onEnd }: { jobId: string; title: string; onEnd: () => void }) {
  const looked = useLook<Job>(jobId, EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/jobs/{job_id}", { path: { job_id: jobId }, signal });
    return body;
  });
  const ended = looked.value !== null && looked.value.state !== "RUNNING";
  useEffect(() => {
    if (ended) onEnd();
  }, [ended]);
  return (
    <section class="card job" aria-live="polite">
      <h2>{title}</h2>
      <Shown looked={looked} rows={1}>
        {({ state, progress, by, why }) => (
          <>
            <p>
              <Badge tone={TONES[state]} word={t(`job.${state}`)} />{" "}
              <span class="muted">{t("job.by", { by: by.replace(/^op_/, ""), why })}</span>
            </p>
            <Counted progress={progress} />
          </>
        )}
      </Shown>
    </section>
  );
}

function Counted({ progress }: { progress: Job["progress"] }) {
  const failures = failuresOf(progress);
  return (
    <>
      <ul class="counted">
        {countsOf(progress).map(({ name, key, n, of }) => (
          <li key={name + key}>
            {name !== "" && <code>{name}</code>} {t(`counted.${key}`, { n, of })}
          </li>
        ))}
        {factsOf(progress).map(({ part, name, n }) => (
          <li key={`${part} ${name}`}>
            {part !== "" && <code>{part}</code>} {name}: <b>{n}</b>
          </li>
        ))}
      </ul>
      {failures.length > 0 && (
        <ul class="plain-list">
          {failures.map(({ id, error }) => (
            <li key={id}>
              <code>{id}</code> <span class="muted">{error}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
