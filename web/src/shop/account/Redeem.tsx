import { useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { Field } from "../../shared/parts/Field";
import { toast } from "../../shared/parts/Toasts";
import { problemOf } from "../../shared/problem";
import { why } from "../../shared/refusals";
import { t } from "../words";
import { redeem } from "./credit";

/** A gift code, typed as it is read. What is wrong with it stands at the field; the code stays to be looked over. */
export function Redeem() {
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setWrong(undefined);
    try {
      await redeem(code);
      setCode("");
      toast(t("credit.redeemed"));
    } catch (error) {
      setWrong(problemOf(error)?.name === "invalid-request" ? t("credit.mistyped") : why(error));
    }
    setBusy(false);
  }

  return (
    <form onSubmit={send}>
      <Field
        label={t("credit.code")}
        value={code}
        onInput={setCode}
        wrong={wrong}
        autoComplete="off"
        maxLength={100}
        required
      />
      <Button submit busy={busy}>
        {t("credit.redeem")}
      </Button>
    </form>
  );
}
