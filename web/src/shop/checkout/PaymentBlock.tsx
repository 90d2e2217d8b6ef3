import { useEffect, useRef, useState } from "preact/hooks";
import type { Money } from "../../shared/money";
import { Failed, Loading } from "../../shared/parts/States";
import { spoken } from "../../shared/words";
import { t } from "../words";
import { config } from "./config";
import { METHODS } from "./methods";
import type { CardForm } from "./stripe";

/** How whoever pays has it paid: asked when the button is pressed. */
export interface Payer {
  current: (() => Promise<string>) | null;
}

interface Props {
  payer: Payer;
  total: Money;
  /** Which of the sandbox's cards, where one was chosen before. */
  chosen: string | null;
  onChoose: (method: string) => void;
}

/** How to pay: the provider's own form where the shop has a key for it, else the sandbox's cards. */
export function PaymentBlock({ payer, total, chosen, onChoose }: Props) {
  const [key, setKey] = useState<string | null | undefined>(undefined);
  const [failed, setFailed] = useState(false);
  const read = () => {
    setFailed(false);
    config().then(
      ({ stripe_publishable_key }) => setKey(stripe_publishable_key),
      () => setFailed(true),
    );
  };
  useEffect(read, []);
  if (failed) return <Failed onRetry={read} />;
  if (key === undefined) return <Loading rows={2} />;
  return key === null ? (
    <DemoCards payer={payer} chosen={chosen} onChoose={onChoose} />
  ) : (
    <StripeCard payer={payer} total={total} stripeKey={key} />
  );
}

function DemoCards({ payer, chosen, onChoose }: Omit<Props, "total">) {
  const card = METHODS.find(({ id }) => id === chosen) ?? METHODS[0];
  payer.current = async () => card?.id ?? "";
  return (
    <fieldset class="methods">
      <legend class="muted small">{t("pay.demo")}</legend>
      {METHODS.map(({ id, card: shown, does }) => (
        <label key={id} class={id === card?.id ? "method on" : "method"}>
          <input
            type="radio"
            name="method"
            value={id}
            checked={id === card?.id}
            onChange={() => onChoose(id)}
          />
          <span class="number">{shown}</span>
          <span class="muted small">{t(does)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function StripeCard({ payer, total, stripeKey }: Pick<Props, "payer" | "total"> & { stripeKey: string }) {
  const place = useRef<HTMLDivElement>(null);
  const form = useRef<CardForm | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    payer.current = null;
    const take = (made: CardForm) => {
      if (gone) return made.end();
      form.current = made;
      payer.current = made.method;
    };
    import("./stripe")
      .then(({ cardForm }) => cardForm(place.current as HTMLElement, stripeKey, total, spoken()))
      .then(take, () => setFailed(true));
    return () => {
      gone = true;
      form.current?.end();
    };
  }, [stripeKey]);
  useEffect(() => form.current?.costs(total), [total.amount]);
  return (
    <>
      {failed && <p role="alert">{t("pay.no-stripe")}</p>}
      <div ref={place} />
    </>
  );
}
