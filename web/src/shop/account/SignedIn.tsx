import { useEffect, useState } from "preact/hooks";
import { setAccount } from "../../shared/account";
import { comeBack, LoginBroken } from "../../shared/login";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { Loading } from "../../shared/parts/States";
import { why } from "../../shared/refusals";
import { t } from "../words";
import { logIn, SHOP } from "./face";

/** Back from the issuer of accounts. All of the page is loaded anew then: nothing of the guest's is left in it. */
export function SignedIn() {
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    comeBack(SHOP).then(({ session, back }) => {
      setAccount(session.owner);
      location.replace(session.cart === "in-checkout" ? "/orders" : back);
    }, setError);
  }, []);

  if (error === null) return <Loading rows={2} />;
  return (
    <section class="stack">
      <h1 tabIndex={-1}>{t("account.title")}</h1>
      <Notice tone="bad" alert>
        {error instanceof LoginBroken ? t("account.broken") : why(error)}
      </Notice>
      <Button onClick={() => void logIn().catch(setError)}>{t("account.log-in")}</Button>
    </section>
  );
}
