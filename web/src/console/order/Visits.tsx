import { Badge } from "../../shared/parts/Badge";
import { Precisely, span } from "../parts/When";
import type { Attempt, Visit } from "../rules/shapes";
import { lasted, type StateSeen, TONES } from "../rules/way";
import { t } from "../words";

interface Props {
  states: readonly StateSeen[];
  chosen: string | null;
  now: number;
}

/** Every visit of the chosen state: its tries, what each came to, and when the next is. */
export function Visits({ states, chosen, now }: Props) {
  const state = states.find(({ name }) => name === chosen);
  if (state === undefined) return null;
  return (
    <div class="visits" aria-live="polite">
      <h3>
        {state.name} <Badge tone={TONES[state.word]} word={t(`state.is.${state.word}`)} />
      </h3>
      {state.comment && <p class="muted">{state.comment}</p>}
      {state.visits.length === 0 && <p class="muted">{t("visits.none")}</p>}
      {state.visits.map((visit, index) => (
        <One key={visit.entered_at} visit={visit} n={index + 1} of={state.visits.length} now={now} />
      ))}
    </div>
  );
}

function One({ visit, n, of, now }: { visit: Visit; n: number; of: number; now: number }) {
  return (
    <>
      {of > 1 && <h4>{t("visits.one", { n, of })}</h4>}
      <ol class="tries">
        {visit.attempts.map((attempt) => (
          <Try key={`${attempt.attempt} ${attempt.at}`} attempt={attempt} now={now} />
        ))}
      </ol>
    </>
  );
}

function Try({ attempt, now }: { attempt: Attempt; now: number }) {
  const { at, ended_at, outcome, error, cause, next_try_by } = attempt;
  const ms = lasted({ entered_at: at, left_at: ended_at }, now);
  const tone = outcome === "succeeded" ? "good" : outcome === "running" ? "busy" : "bad";
  return (
    <li>
      <p>
        <span class="muted">{t("tries.one", { n: attempt.attempt })}</span> <Precisely at={at} />{" "}
        <Badge tone={tone} word={t(`outcome.${outcome}`)} /> <span class="muted number">{span(ms)}</span>
      </p>
      {error !== null && (
        <p class="cause">
          <b>{error}</b> {cause}
        </p>
      )}
      {next_try_by !== null && (
        <p>
          <Badge tone="warn" word={t("tries.next")} /> <Precisely at={next_try_by} />{" "}
          <span class="muted">{t("tries.in", { span: span(Date.parse(next_try_by) - now) })}</span>
        </p>
      )}
    </li>
  );
}
