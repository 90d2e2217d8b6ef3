import { Badge } from "../shared/parts/Badge";
import { Notice } from "../shared/parts/Notice";
import { Loading } from "../shared/parts/States";
import { money } from "../shared/words";
import type { Account, Report } from "./bench";
import { moment } from "./moment";
import { TONE_OF_VERDICT, verdictOf } from "./rules";
import { currency, orders, seen, shown } from "./store";
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
  const { report = null, failing_since: since = null } = seen.value?.audit ?? {};
  return (
    <>
      {since !== null && <Notice tone="warn">{t("audit.away", { at: moment(since) })}</Notice>}
      {report !== null && <Reported report={report} />}
      {report === null && since === null && <Loading rows={2} />}
    </>
  );
}

function Reported({ report }: { report: Report }) {
  return (
    <>
      {report.violations.length === 0 ? (
        <Notice tone="good">{t("audit.kept")}</Notice>
      ) : (
        <Notice tone="bad" alert>
          <ul>
            {report.violations.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Figures report={report} />
    </>
  );
}

function Figures({ report }: { report: Report }) {
  const figures = [
    [t("audit.flight"), String(report.in_flight)],
    [t("audit.held"), money({ amount: report.held, currency: currency.value })],
    [t("audit.units"), String(report.units_held)],
    [t("audit.at"), moment(report.at)],
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
    <>
      {provider && <p class="muted small">{t("ledger.at", { at: moment(provider.at) })}</p>}
      <ul class="ledger">
        {known.map((id) => (
          <Entry key={id} id={id} account={ledger[id] as Account} />
        ))}
      </ul>
    </>
  );
}

function Entry({ id, account }: { id: string; account: Account }) {
  const verdict = verdictOf(account);
  const spoken = orders.value[id]?.total.currency ?? currency.value;
  const amount = account.captured || account.held;
  return (
    <li>
      <code>{id.slice(0, 10)}</code>
      <span class="number">{amount > 0 && money({ amount, currency: spoken })}</span>
      <Badge tone={TONE_OF_VERDICT[verdict]} word={t(`verdict.${verdict}`)} />
    </li>
  );
}
