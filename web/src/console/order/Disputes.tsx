import { has } from "../../shared/words";
import type { Whole } from "../rules/shapes";
import { type Key, t } from "../words";

interface Props {
  payment: NonNullable<Whole["payment"]>;
  amount: (n: unknown) => string;
}

interface Dispute {
  state?: string;
  amount?: unknown;
  taken?: unknown;
}

/** What the customer had the bank ask back, and what the bank has of it now. */
export function Disputes({ payment, amount }: Props) {
  const known = Object.entries((payment.disputes ?? {}) as Record<string, Dispute | null>);
  if (known.length === 0) return null;
  return (
    <>
      <h3>{t("payment.disputes")}</h3>
      <ul class="plain-list">
        {known.map(([id, one]) => (
          <li key={id}>
            <code>{id}</code> <b>{stateWord(one?.state ?? "")}</b>{" "}
            <span class="muted">
              {t("payment.dispute", { amount: amount(one?.amount), taken: amount(one?.taken) })}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function stateWord(state: string): string {
  const key = `dispute.${state}`;
  return has(key) ? t(key as Key) : state;
}
