import { useEffect } from "preact/hooks";
import { call } from "../app";
import { useLook } from "../looked";
import type { Job } from "../rules/shapes";
import { JobTold } from "./JobTold";
import { Shown } from "./Shown";

const EVERY_SECONDS = 1.5;

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
        {(job) => <JobTold job={job} />}
      </Shown>
    </section>
  );
}
