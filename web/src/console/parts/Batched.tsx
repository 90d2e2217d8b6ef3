import { useRef, useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { why as reasonOf } from "../../shared/refusals";
import { again, type Batch, begun, left, run, type Send } from "../rules/batch";
import { t } from "../words";
import { Ask } from "./Ask";
import { Id } from "./Marks";

export interface Batching {
  batch: Batch | null;
  runs: boolean;
  begin: (ids: readonly string[], why: string, key: string) => void;
  repeat: () => void;
}

/** One batch at a time. `onEnd` is told each time that nothing of it is left. */
export function useBatch(send: Send, onEnd: () => void): Batching {
  const [batch, setBatch] = useState<Batch | null>(null);
  const latest = useRef({ send, onEnd });
  latest.current = { send, onEnd };

  function go(one: Batch): void {
    setBatch(one);
    void run(one, (...asked) => latest.current.send(...asked), setBatch).then(() => latest.current.onEnd());
  }

  return {
    batch,
    runs: batch !== null && left(batch) > 0,
    begin: (ids, why, key) => go(begun(ids, why, key)),
    repeat: () => batch !== null && go(again(batch)),
  };
}

/** How far it has come, and what of it failed, each with its reason. */
export function Batched({ title, batching: { batch, runs, repeat } }: { title: string; batching: Batching }) {
  if (batch === null) return null;
  const { all, done, failed, why } = batch;
  const tone = runs ? "busy" : failed.length > 0 ? "bad" : "good";
  return (
    <section class="card job" aria-live="polite">
      <h2>{title}</h2>
      <p>
        <Badge tone={tone} word={t(runs ? "job.RUNNING" : failed.length > 0 ? "job.FAILED" : "job.DONE")} />{" "}
        <b class="number">{t("batch.done", { n: done.length, of: all.length })}</b>{" "}
        <span class="muted">{why}</span>
      </p>
      <progress max={all.length} value={done.length + failed.length} aria-label={title} />
      {runs && <p class="muted">{t("batch.stay")}</p>}
      {failed.length > 0 && (
        <ul class="plain-list">
          {failed.map(({ id, error }) => (
            <li key={id}>
              <Id id={id} /> <span class="muted">{reasonOf(error)}</span>
            </li>
          ))}
        </ul>
      )}
      {!runs && failed.length > 0 && (
        <p class="buttons">
          <Button size="small" onClick={repeat}>
            {t("batch.again", { n: failed.length })}
          </Button>
        </p>
      )}
    </section>
  );
}

interface AskProps {
  title: string;
  text: string;
  verb: string;
  ids: readonly string[];
  batching: Batching;
  onBegun: () => void;
  onClose: () => void;
}

/** Asks for the one reason, and begins. */
export function AskBatch({ title, text, verb, ids, batching, onBegun, onClose }: AskProps) {
  return (
    <Ask
      title={title}
      text={text}
      verb={verb}
      body={() => ({})}
      send={({ why }, key) => {
        batching.begin(ids, why, key);
        return Promise.resolve("");
      }}
      onDone={onBegun}
      onClose={onClose}
    />
  );
}
