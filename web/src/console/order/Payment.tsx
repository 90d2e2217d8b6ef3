import type { ComponentChildren } from "preact";
import { Badge } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { money } from "../../shared/words";
import { Cell, Table } from "../parts/Table";
import { Precisely } from "../parts/When";
import type { Whole } from "../rules/shapes";
import { t } from "../words";
import { ledgerWord } from "./event-words";

/** What was recorded of the payment, beside what the provider says at this moment. */
export function Payment({ order: { payment, total } }: { order: Whole }) {
  if (payment === null) return <Empty title={t("payment.none")} />;
  const currency = total?.currency ?? "EUR";
  const { state, intent_id, entries, provider } = payment;
  const amount = (n: unknown) => (typeof n === "number" ? money({ amount: n, currency }) : "–");
  return (
    <div class="two">
      <div>
        <h3>{t("payment.ours")}</h3>
        <p>
          <Badge tone="plain" word={ledgerWord(state)} />{" "}
          {intent_id && <code class="muted">{intent_id}</code>}
        </p>
        <Table
          caption={t("payment.ours")}
          heads={[t("payment.when"), t("payment.what"), t("payment.amount")]}
        >
          {entries.map((entry) => (
            <tr key={`${entry.at} ${entry.type}`}>
              <Cell name={t("payment.when")}>
                <Precisely at={String(entry.at)} />
              </Cell>
              <Cell name={t("payment.what")}>
                {ledgerWord(String(entry.type))}{" "}
                {entry.why ? <span class="muted">{String(entry.why)}</span> : null}
              </Cell>
              <Cell name={t("payment.amount")} end>
                <span class="number">{amount(entry.amount)}</span>
              </Cell>
            </tr>
          ))}
        </Table>
      </div>
      <div>
        <h3>{t("payment.theirs")}</h3>
        {provider === null ? (
          <p class="muted">{t("payment.silent")}</p>
        ) : (
          <dl class="facts-list">
            <Fact name={t("payment.status")}>
              <code>{provider.status}</code>
            </Fact>
            <Fact name={t("payment.held")}>{provider.held ? t("yes") : t("no")}</Fact>
            <Fact name={t("payment.captured")}>{amount(provider.captured)}</Fact>
            <Fact name={t("payment.given-back")}>{amount(provider.refunded)}</Fact>
          </dl>
        )}
        <ByHand payment={payment} amount={amount} />
      </div>
    </div>
  );
}

interface ByHandProps {
  payment: NonNullable<Whole["payment"]>;
  amount: (n: unknown) => string;
}

/** What somebody gave back in the provider's own pages, and what an operator stated as given back elsewhere. */
function ByHand({ payment: { refunded_by_hand = {}, given_back_outside = {} }, amount }: ByHandProps) {
  const stated = Object.entries(given_back_outside);
  const made = Object.entries(refunded_by_hand);
  if (stated.length + made.length === 0) return null;
  return (
    <>
      <h3>{t("payment.by-hand")}</h3>
      <ul>
        {made.map(([id, one]) => (
          <li key={id}>
            <code>{id}</code> {amount((one as { amount?: unknown } | null)?.amount)}
          </li>
        ))}
        {stated.map(([id, one]) => (
          <li key={id}>
            <code>{id}</code> {amount(one)} <span class="muted">{t("payment.stated")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="number">{children}</dd>
    </div>
  );
}
