import { useEffect } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { Failed, Loading } from "../../shared/parts/States";
import type { CreditEntry } from "../calls";
import { money, t, when } from "../words";
import { credit, readFirst, readMore } from "./credit";
import { Redeem } from "./Redeem";

/** What the shop owes whoever is here, guest or customer: the balance, what came and went, and a code to redeem. */
export function Credit() {
  useEffect(() => void readFirst(), []);
  const { shown, entries, next, failed, reading } = credit.value;
  return (
    <section class="stack" aria-labelledby="credit-heading">
      <h2 id="credit-heading">{t("credit.title")}</h2>
      {shown === null && (failed ? <Failed onRetry={readFirst} /> : <Loading rows={2} />)}
      {shown !== null && (
        <p>
          {t("credit.balance")} <strong class="number">{money(shown.balance)}</strong>
          {shown.held.amount > 0 && (
            <span class="muted"> {t("credit.held", { held: money(shown.held) })}</span>
          )}
        </p>
      )}
      <Redeem />
      {entries.length > 0 && (
        <ul class="credit-entries">
          {entries.map((entry) => (
            <Entry key={entry.at + entry.type + entry.amount.amount} entry={entry} />
          ))}
        </ul>
      )}
      {next !== null && (
        <Button busy={reading} onClick={readMore}>
          {t("credit.more")}
        </Button>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: CreditEntry }) {
  return (
    <li>
      <span>
        {t(`credit.${entry.type}`)}
        {entry.why !== null && <span class="muted"> {entry.why}</span>}
      </span>
      <span class="muted small">{when(entry.at)}</span>
      <span class="number">{money(entry.amount)}</span>
    </li>
  );
}
