import { useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Field, SelectField } from "../../shared/parts/Field";
import { toast } from "../../shared/parts/Toasts";
import { money } from "../../shared/words";
import { call } from "../app";
import { Ask } from "../parts/Ask";
import { minorUnits } from "../rules/amounts";
import type { Whole } from "../rules/shapes";
import { t } from "../words";

interface Props {
  order: Whole;
  payment: NonNullable<Whole["payment"]>;
  amount: (n: unknown) => string;
  currency: string;
  onChanged: () => void;
}

/** What operators gave back of an order, by the amount, and what is left to be given back. */
export function AmountRefunds({ order, payment, amount, currency, onChanged }: Props) {
  const [asking, setAsking] = useState(false);
  const { refunds = [] } = order;
  const { left } = payment;
  if (left === null || (left === 0 && refunds.length === 0)) return null;
  return (
    <>
      <h3>{t("refund.title")}</h3>
      <p>
        {t("refund.left", { amount: amount(left) })}{" "}
        {left > 0 && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t("refund.verb")}…
          </Button>
        )}
      </p>
      <ul class="plain-list">
        {refunds.map((one) => (
          <li key={one.refund_id}>
            <b class="number">{money(one.amount)}</b>{" "}
            <Badge
              tone={one.status === "GIVEN_BACK" ? "good" : one.stuck ? "bad" : "busy"}
              word={t(`refund.is.${one.status}`)}
            />{" "}
            <span class="muted">{t("explain.said", { by: one.by, why: one.why })}</span>
          </li>
        ))}
      </ul>
      {asking && (
        <GiveBack
          order={order}
          left={left}
          amount={amount}
          currency={currency}
          onDone={(said) => {
            setAsking(false);
            toast(said);
            onChanged();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

interface GiveBackProps {
  order: Whole;
  left: number;
  amount: (n: unknown) => string;
  currency: string;
  onDone: (said: string) => void;
  onClose: () => void;
}

function GiveBack({ order, left, amount, currency, onDone, onClose }: GiveBackProps) {
  const [text, setText] = useState("");
  const [to, setTo] = useState<"card" | "credit">("card");
  const wanted = minorUnits(text, currency, left);
  return (
    <Ask
      title={t("refund.verb")}
      text={t("refund.text", { amount: amount(left) })}
      verb={t("refund.verb")}
      fields={
        <>
          <Field
            label={t("credit.amount")}
            value={text}
            onInput={setText}
            wrong={
              wanted === null && text !== ""
                ? t("credit.wrong", { least: amount(1), most: amount(left) })
                : undefined
            }
          />
          <SelectField
            label={t("refund.to")}
            value={to}
            onInput={(chosen) => setTo(chosen === "credit" ? "credit" : "card")}
            options={[
              { value: "card", text: t("refund.to.card") },
              { value: "credit", text: t("refund.to.credit") },
            ]}
          />
        </>
      }
      body={() => (wanted === null ? null : { amount: wanted, to })}
      send={async (body, key) => {
        const path = { order_id: order.order_id };
        await call("post", "/ops/orders/{order_id}/refunds", { path, body, key });
        return t("refund.done");
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
