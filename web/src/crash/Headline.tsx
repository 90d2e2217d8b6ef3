import { Badge } from "../shared/parts/Badge";
import { money } from "../shared/words";
import { moment } from "./moment";
import { headlineOf } from "./rules";
import { currency, seen } from "./store";
import { t } from "./words";

/** The truth in one line. Provider and audit are looked at apart, so each says when that was. */
export function Headline() {
  const { charged, chargedAt, held, violations, auditedAt, tone } = headlineOf(seen.value);
  const unknown = t("truth.unknown");
  const said = [
    t("truth.charged", { how: charged === null ? unknown : t(`charged.${charged}`) }) + at(chargedAt),
    t("truth.held", { amount: held === null ? unknown : money({ amount: held, currency: currency.value }) }),
    t("truth.violations", { n: violations ?? unknown }) + at(auditedAt),
  ];
  return (
    <p class="headline" role="status" aria-label={t("truth.title")}>
      <Badge tone={tone} word={said.join(" · ")} />
    </p>
  );
}

const at = (seconds: number | null): string => (seconds === null ? "" : ` (${moment(seconds)})`);
