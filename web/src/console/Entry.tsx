import { useEffect, useState } from "preact/hooks";
import { Button } from "../shared/parts/Button";
import { Notice } from "../shared/parts/Notice";
import { Loading } from "../shared/parts/States";
import { problemOf } from "../shared/problem";
import { why } from "../shared/refusals";
import { session } from "./app";
import { t } from "./words";

const COMMAND = '.venv/bin/python -m ops operator-session ada --why "on call this week"';

/** Spends the code of a link, once; without one it says where links come from. */
export function Entry({ code, onDone }: { code: string | null; onDone: () => void }) {
  const [error, setError] = useState<unknown>(null);
  const [tried, setTried] = useState(0);

  useEffect(() => {
    if (code === null) return;
    session.enter(code).then(
      () => {
        // The code is spent: it is nothing to keep in the address bar, nor to come back to.
        history.replaceState(null, "", location.pathname + location.search);
        onDone();
      },
      (refused: unknown) => setError(refused),
    );
  }, [code, tried]);

  return (
    <main class="entry">
      <h1>{t("console.title")}</h1>
      {code !== null && error === null && <Loading rows={2} />}
      {error !== null && (
        <Notice tone="bad" alert>
          {problemOf(error)?.name === "unauthorized" ? t("entry.spent") : why(error)}{" "}
          {problemOf(error) === null && (
            <Button
              size="small"
              onClick={() => {
                setError(null);
                setTried(tried + 1);
              }}
            >
              {t("action.retry")}
            </Button>
          )}
        </Notice>
      )}
      {(code === null || error !== null) && (
        <>
          <p>{t("entry.how")}</p>
          <pre class="command">{COMMAND}</pre>
          <p class="muted">{t("entry.then")}</p>
          {session.who.value !== null && <Button onClick={onDone}>{t("entry.back")}</Button>}
        </>
      )}
    </main>
  );
}
