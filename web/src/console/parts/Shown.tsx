import type { ComponentChildren } from "preact";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { Failed, Loading } from "../../shared/parts/States";
import { why } from "../../shared/refusals";
import { date } from "../../shared/words";
import type { Looked } from "../looked";
import { t } from "../words";

interface Props<T> {
  looked: Looked<T>;
  rows?: number;
  shape?: string;
  children: (value: T) => ComponentChildren;
}

/** What was looked at, in each of its states: not here yet, not to be had, here, and here but old. */
export function Shown<T>({ looked, rows = 6, shape = "row", children }: Props<T>) {
  if (looked.value !== null)
    return (
      <>
        <Old looked={looked} />
        {children(looked.value)}
      </>
    );
  if (looked.error !== null) return <Failed text={why(looked.error)} onRetry={looked.again} />;
  return <Loading rows={rows} shape={shape} />;
}

function Old<T>({ looked }: { looked: Looked<T> }) {
  if (looked.error === null || looked.at === null) return null;
  return (
    <Notice tone="warn">
      {t("stale", { why: why(looked.error), at: date(looked.at, "seconds") })}{" "}
      <Button kind="plain" size="small" onClick={looked.again}>
        {t("action.retry")}
      </Button>
    </Notice>
  );
}

/** When it was looked at last: quiet, and beside what is shown. */
export function LookedAt<T>({ looked }: { looked: Looked<T> }) {
  if (looked.at === null) return null;
  return <span class="muted small looked-at">{t("looked", { at: date(looked.at, "seconds") })}</span>;
}
