import { useEffect, useState } from "preact/hooks";
import { LoginBroken } from "../shared/login";
import { Button } from "../shared/parts/Button";
import { Notice } from "../shared/parts/Notice";
import { Loading } from "../shared/parts/States";
import { why } from "../shared/refusals";
import { replace } from "../shared/router";
import { session } from "./app";
import { t } from "./words";

/** Logs an operator in; `back`: the issuer of accounts has just sent them back. */
export function Entry({ back }: { back: boolean }) {
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    if (back) session.enter().then(replace, setError);
  }, [back]);

  return (
    <main class="entry">
      <h1>{t("console.title")}</h1>
      {back && error === null && <Loading rows={2} />}
      {error !== null && (
        <Notice tone="bad" alert>
          {error instanceof LoginBroken ? t("entry.broken") : why(error)}
        </Notice>
      )}
      {(!back || error !== null) && (
        <>
          <p>{t("entry.how")}</p>
          <Button onClick={() => void session.logIn().catch(setError)}>{t("entry.log-in")}</Button>
        </>
      )}
    </main>
  );
}
