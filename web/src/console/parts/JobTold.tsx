import { Badge } from "../../shared/parts/Badge";
import { countsOf, factsOf, failuresOf } from "../rules/progress";
import type { Job } from "../rules/shapes";
import { t } from "../words";

const TONES = { RUNNING: "busy", DONE: "good", FAILED: "bad" } as const;

/** How far a job is, who asked for it and why, and what came of it so far. */
export function JobTold({ job: { state, progress, by, why } }: { job: Job }) {
  return (
    <>
      <p>
        <Badge tone={TONES[state]} word={t(`job.${state}`)} />{" "}
        <span class="muted">{t("job.by", { by: by.replace(/^op_/, ""), why })}</span>
      </p>
      <Counted progress={progress} />
    </>
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
