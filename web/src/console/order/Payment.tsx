import type { ComponentChildren } from "preact";
import { Badge, type Tone } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { money } from "../../shared/words";
import { declineWord } from "../parts/Marks";
import { Cell, Table } from "../parts/Table";
import { Precisely } from "../parts/When";
import type { Whole } from "../rules/shapes";
import { t } from "../words";
import { AmountRefunds } from "./AmountRefunds";
import { ByHand } from "./ByHand";
import { Disputes } from "./Disputes";
import { ledgerWord } from "./event-words";

const TONES: Record<string, Tone> = {
  CONFIRMING: "busy",
  ACTION_REQUIRED: "busy",
  AUTHORIZED: "busy",
  CAPTURING: "busy",
  CAPTURED: "good",
  NOT_NEEDED: "good",
  DECLINED: "bad",
};

/** What was recorded of the payment, beside what the provider says at this moment. */
export function Payment({ order, onChanged }: { order: Whole; onChanged: () => void }) {
  const { payment, total } = order;
  if (payment === null) return <Empty title={t("payment.none")} />;
  const { state, decline, intent_id, entries, provider } = payment;
  const amount = (n: unknown) => {
    if (typeof n !== "number") return "–";
    return total ? money({ ...total, amount: n }) : String(n);
  };
  return (
    <div class="two">
      <div>
        <h3>{t("payment.ours")}</h3>
        <p>
          <Badge tone={TONES[state] ?? "plain"} word={ledgerWord(state)} />{" "}
          {decline !== null && <>{declineWord(decline)} </>}
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
        {total && (
          <AmountRefunds
            order={order}
            payment={payment}
            amount={amount}
            currency={total.currency}
            onChanged={onChanged}
          />
        )}
        <Disputes payment={payment} amount={amount} />
        <ByHand order={order} payment={payment} amount={amount} onChanged={onChanged} />
      </div>
    </div>
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
