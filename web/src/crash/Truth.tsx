import { Badge } from "../shared/parts/Badge";
import { Notice } from "../shared/parts/Notice";
import { Loading } from "../shared/parts/States";
import { date, money } from "../shared/words";
import type { Account, Audit } from "./bench";
import { TONE_OF_VERDICT, verdictOf } from "./rules";
import { orders, seen, shown } from "./store";
import { t } from "./words";

/** The right column: the provider's own ledger, and the audit. */
export function Truth() {
  return (
    <section class="panel truth" aria-labelledby="truth">
      <h2 id="truth">{t("truth.heading")}</h2>
      <h3>{t("audit.title")}</h3>
      <Audited />
      <h3>{t("ledger.title")}</h3>
      <Ledger />
    </section>
  );
}

function Audited() {
  const audit = seen.value?.audit;
  if (audit === undefined || audit === null) return <Loading rows={2} />;
  return (
    <>
      {audit.violations.length === 0 ? (
        <Notice tone="good">{t("audit.kept")}</Notice>
      ) : (
        <Notice tone="bad" alert>
          <ul>
            {audit.violations.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Figures audit={audit} />
    </>
  );
}

function Figures({ audit }: { audit: Audit }) {
  const figures = [
    [t("audit.flight"), String(audit.in_flight)],
    [t("audit.held"), money({ amount: audit.held, currency: "EUR" })],
    [t("audit.units"), String(audit.units_held)],
    [t("audit.at"), date(new Date(audit.at * 1000).toISOString(), "seconds")],
  ];
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Ledger() {
  const provider = seen.value?.provider;
  if (seen.value !== null && provider === null) return <Notice tone="warn">{t("ledger.away")}</Notice>;
  const ledger = provider?.ledger ?? {};
  const known = shown.value.filter((id) => ledger[id] !== undefined);
  if (known.length === 0) return <p class="muted small">{t("ledger.none")}</p>;
  return (
    <ul class="ledger">
      {known.map((id) => (
        <Entry key={id} id={id} account={ledger[id] as Account} />
      ))}
    </ul>
  );
}

function Entry({ id, account }: { id: string; account: Account }) {
  const verdict = verdictOf(account);
  const currency = orders.value[id]?.total.currency ?? "EUR";
  const amount = account.captured || account.held;
  return (
    <li>
      <code>{id.slice(0, 10)}</code>
      <span class="number">{amount > 0 && money({ amount, currency })}</span>
      <Badge tone={TONE_OF_VERDICT[verdict]} word={t(`verdict.${verdict}`)} />
    </li>
  );
}
