import { useState } from "preact/hooks";
import { Field } from "../../shared/parts/Field";
import { call } from "../app";
import { narrowed, type Waiting } from "../rules/stuck";
import { t } from "../words";
import { Ask } from "./Ask";

interface OneProps {
  id: string;
  onDone: (said: string) => void;
  onClose: () => void;
}

/** Sends one on, the way it came. */
export function RetryOne({ id, onDone, onClose }: OneProps) {
  return (
    <Ask
      title={t("retry.title")}
      text={t("retry.text", { id })}
      verb={t("stuck.retry")}
      body={() => ({})}
      send={async (body, key) => {
        const { body: said } = await call("post", "/ops/stuck/{id}/retry", { path: { id }, body, key });
        return t(said.answer === null ? "retry.swept" : "retry.done", { id });
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}

/** Ends by hand what cannot end by itself. */
export function SettleOne({ id, onDone, onClose }: OneProps) {
  const [given, setGiven] = useState("");
  const amount = given.trim() === "" ? null : Number(given);
  const wrong = amount !== null && !(Number.isSafeInteger(amount) && amount >= 0);
  return (
    <Ask
      title={t("settle.title")}
      text={t("settle.text", { id })}
      verb={t("stuck.settle")}
      fields={
        <Field
          label={t("settle.given")}
          hint={t("settle.given.hint")}
          value={given}
          onInput={setGiven}
          wrong={wrong ? t("settle.given.wrong") : undefined}
        />
      }
      body={() => (wrong ? null : { given_back: amount })}
      send={async (body, key) => {
        const { body: said } = await call("post", "/ops/stuck/{id}/settle", { path: { id }, body, key });
        return [t("settle.done", { id, status: said.status }), ...said.notes].join(" ");
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}

interface AllProps {
  /** These and their like, or, if it is empty, all that there is. */
  group: readonly Waiting[];
  n: number;
  onJob: (id: string) => void;
  onClose: () => void;
}

/** A batch is a job: it is asked for once, and goes on without the page. */
export function RetryAll({ group, n, onJob, onClose }: AllProps) {
  const [first] = group;
  return (
    <Ask
      title={t("retry-all.title", { n })}
      text={
        first ? t("retry-all.group", { state: first.state ?? "", error: first.error }) : t("retry-all.text")
      }
      verb={t("retry-all.verb", { n })}
      body={() => narrowed(group)}
      send={async (body, key) => {
        const { body: job } = await call("post", "/ops/stuck/retry", { body, key });
        return job.job_id;
      }}
      onDone={onJob}
      onClose={onClose}
    />
  );
}
