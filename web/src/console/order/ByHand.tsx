import { useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { SelectField } from "../../shared/parts/Field";
import { toast } from "../../shared/parts/Toasts";
import { date } from "../../shared/words";
import { call } from "../app";
import { Ask } from "../parts/Ask";
import type { Whole } from "../rules/shapes";
import { t } from "../words";

interface Props {
  order: Whole;
  payment: NonNullable<Whole["payment"]>;
  amount: (n: unknown) => string;
  onChanged: () => void;
}

/** What somebody gave back in the provider's own pages, and what an operator stated as given back elsewhere. */
export function ByHand({ order, payment, amount, onChanged }: Props) {
  const [asking, setAsking] = useState<string | null>(null);
  const { refunded_by_hand = {}, given_back_outside = {} } = payment;
  const stated = Object.entries(given_back_outside);
  const made = Object.entries(refunded_by_hand as Record<string, Made | null>);
  if (stated.length + made.length === 0) return null;
  return (
    <>
      <h3>{t("payment.by-hand")}</h3>
      <ul class="plain-list">
        {made.map(([id, one]) => (
          <li key={id}>
            <code>{id}</code> <b class="number">{amount(one?.amount)}</b>{" "}
            {one?.stated ? (
              <span class="muted">
                {t("explain.said", { by: one.stated.by ?? "?", why: one.stated.why ?? "" })}
              </span>
            ) : (
              <Button size="small" onClick={() => setAsking(id)}>
                {t("explain.verb")}…
              </Button>
            )}
          </li>
        ))}
        {stated.map(([id, one]) => (
          <li key={id}>
            <code>{id}</code> {amount(one)} <span class="muted">{t("payment.stated")}</span>
          </li>
        ))}
      </ul>
      {asking !== null && (
        <Explain
          order={order}
          refund={asking}
          onDone={(said) => {
            setAsking(null);
            toast(said);
            onChanged();
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

interface Made {
  amount?: unknown;
  stated?: { by?: string; why?: string } | null;
}

interface ExplainProps {
  order: Whole;
  refund: string;
  onDone: (said: string) => void;
  onClose: () => void;
}

/** States what a refund by hand was for: nothing of ours, or a return, which then goes on. */
function Explain({ order, refund, onDone, onClose }: ExplainProps) {
  const [of, setOf] = useState("");
  const { order_id, returns = [] } = order;
  return (
    <Ask
      title={t("explain.title")}
      text={t("explain.text", { id: refund })}
      verb={t("explain.verb")}
      fields={
        returns.length > 0 && (
          <SelectField
            label={t("explain.return")}
            value={of}
            onInput={setOf}
            options={[
              { value: "", text: t("explain.no-return") },
              ...returns.map(({ return_id, requested_at }) => ({
                value: return_id,
                text: t("return.of", { at: date(requested_at, "moment") }),
              })),
            ]}
          />
        )
      }
      body={() => ({ order_id, return_id: of === "" ? null : of })}
      send={async (body, key) => {
        const path = { refund_id: refund };
        const { body: said } = await call("post", "/ops/refunds/{refund_id}/explain", { path, body, key });
        return [t("explain.done", { id: refund }), ...said.notes].join(" ");
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
