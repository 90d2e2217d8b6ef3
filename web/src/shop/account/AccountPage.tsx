import { useEffect, useState } from "preact/hooks";
import { account } from "../../shared/account";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { why } from "../../shared/refusals";
import { call } from "../calls";
import { t } from "../words";
import { Credit } from "./Credit";
import { leave, logIn } from "./face";

/** Whose session this is, and its end: here, or on all devices; and what credit there is. */
export function AccountPage() {
  const [email, setEmail] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const inside = account.value !== null;

  useEffect(() => {
    if (!inside) return;
    call("get", "/sessions/current").then(
      ({ body }) => setEmail(body.email ?? null),
      () => setEmail(null),
    );
  }, [inside]);

  const does = (work: () => Promise<void>) => () => {
    setError(null);
    work().catch(setError);
  };

  return (
    <section class="stack">
      <h1 tabIndex={-1}>{t("account.title")}</h1>
      {error !== null && (
        <Notice tone="bad" alert>
          {why(error)}
        </Notice>
      )}
      {inside ? (
        <>
          <p>{email === null ? t("account.in") : t("account.as", { email })}</p>
          <Button onClick={does(() => leave(false))}>{t("account.leave")}</Button>
          <Button kind="plain" onClick={does(() => leave(true))}>
            {t("account.leave-all")}
          </Button>
        </>
      ) : (
        <>
          <p>{t("account.out")}</p>
          <Button onClick={does(logIn)}>{t("account.log-in")}</Button>
        </>
      )}
      <Credit />
    </section>
  );
}
