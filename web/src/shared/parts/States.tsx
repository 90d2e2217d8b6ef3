import type { ComponentChildren } from "preact";
import { say, when } from "../words";
import { Button } from "./Button";
import { Notice } from "./Notice";

/** There is nothing to show, and what to do about it. `main`: it is all that the page has. */
export function Empty({
  title,
  main,
  children,
}: {
  title: string;
  main?: boolean;
  children?: ComponentChildren;
}) {
  return (
    <div class="state">
      {main ? <h1 tabIndex={-1}>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}

/** Nothing could be read yet. */
export function Failed({ text, onRetry }: { text?: string; onRetry: () => void }) {
  return (
    <div class="state" role="alert">
      <p>{text ?? say("state.failed")}</p>
      <Button onClick={onRetry}>{say("action.retry")}</Button>
    </div>
  );
}

/** The page itself went wrong while it was shown. */
export function Broken() {
  return (
    <div class="state" role="alert">
      <p>{say("state.broken")}</p>
      <Button onClick={() => location.reload()}>{say("action.reload")}</Button>
    </div>
  );
}

/** What is shown is from `at` (RFC 3339), and could not be read anew since. */
export function Stale({ at, onRetry }: { at: string; onRetry: () => void }) {
  return (
    <Notice tone="warn">
      {say("state.stale", { at: when(at) })}{" "}
      <Button kind="plain" size="small" onClick={onRetry}>
        {say("action.retry")}
      </Button>
    </Notice>
  );
}

/** The shape of what is to come, in so many rows; said once to screen readers. */
export function Loading({ rows = 3, shape = "row" }: { rows?: number; shape?: string }) {
  return (
    <div class="loading" role="status" aria-label={say("state.loading")}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} class={`skeleton ${shape}`} />
      ))}
    </div>
  );
}
