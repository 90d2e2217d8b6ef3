import "../checkout.css";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { Empty, Failed, Loading } from "../../shared/parts/States";
import type { PricedCart } from "../calls";
import { cart, chooseDelivery, readCart, unread } from "../cart/cart";
import { orderable, priced } from "../cart/changes";
import { Delivery, NotThere } from "../cart/Delivery";
import { orderPath } from "../pages";
import { money, t } from "../words";
import { AddressBlock } from "./AddressBlock";
import {
  addressOf,
  type Draft,
  type FieldName,
  isBegun,
  placeOf,
  purposeOf,
  refusedFields,
  startingIn,
  type Wrong,
  wrongOf,
} from "./address";
import { type Filled, forgetFilled, keepFilled, keptElsewhere, keptHere } from "./draft";
import { type Due, dueOf } from "./due";
import { PaymentBlock } from "./PaymentBlock";
import { pay, paying, reconsider } from "./pay";
import { Refusal } from "./Refusal";
import { Summary } from "./Summary";
import { Told } from "./Told";
import { UseCredit } from "./UseCredit";
import { useFollowing } from "./useFollowing";

/** Where to, how to pay, what it costs: one page, kept as it is filled in. */
export function Checkout() {
  const now = cart.value;
  return (
    <section class="checkout" aria-labelledby="checkout-heading">
      <h1 id="checkout-heading" tabIndex={-1}>
        {t("checkout.title")}
      </h1>
      {now === null && (unread.value ? <Failed onRetry={readCart} /> : <Loading rows={4} />)}
      {now !== null && now.lines.length === 0 && paying.value.state !== "paying" && (
        <Empty title={t("cart.empty")}>
          <a class="button" href="/">
            {t("cart.to-menu")}
          </a>
        </Empty>
      )}
      {now !== null &&
        now.lines.length > 0 &&
        (priced(now) ? <Form cart={now} /> : <Failed text={t("cart.unpriced")} onRetry={readCart} />)}
    </section>
  );
}

function Form({ cart: now }: { cart: PricedCart }) {
  const begin = ({ draft, method }: Filled) => ({ draft: startingIn(draft, now.delivery), method });
  const [{ draft, method: chosen }, setFilled] = useState<Filled>(() => begin(keptHere()));
  const [told, setTold] = useState(false);
  const [card, setCard] = useState<string | null>(null);
  const payer = useRef<(() => Promise<string>) | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const purpose = purposeOf(now);
  const place = placeOf(draft);
  const served = now.delivery_countries;
  const followed = useFollowing(now, place);
  const due = dueOf(now, paying.value);
  const busy = paying.value.state === "paying";
  const free = due.to_pay.amount === 0;
  const wrong = told ? { ...fieldsRefused(), ...wrongOf(draft, purpose) } : {};

  useEffect(() => reconsider(now.version), [now.version]);
  useEffect(() => {
    keptElsewhere().then((found) => found !== null && setFilled(begin(found)));
  }, []);

  function change(field: FieldName, text: string): void {
    fill({ draft: { ...draft, [field]: text }, method: chosen });
  }

  function fill(next: Filled): void {
    setFilled(next);
    keepFilled(next);
    reconsider();
  }

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    setTold(true);
    setCard(null);
    if (Object.keys(wrongOf(draft, purpose)).length > 0) return focusWrong(form.current);
    if (busy || !orderable(now)) return;
    if (free) return pay(bodyOf(draft, now, due, null));
    if (payer.current === null) return;
    const method = await payer.current().catch((error: unknown) => {
      setCard(error instanceof Error ? error.message : "");
      return null;
    });
    if (method !== null) await pay(bodyOf(draft, now, due, method));
  }

  function clear(): void {
    forgetFilled();
    setFilled(begin(keptHere()));
    setTold(false);
  }

  return (
    <form ref={form} class="checkout-form" noValidate onSubmit={submit}>
      <Block
        n={1}
        title={t(purpose === "tax" ? "checkout.who" : "checkout.where")}
        foot={
          isBegun(draft) && (
            <Button kind="plain" size="small" onClick={clear}>
              {t("checkout.clear")}
            </Button>
          )
        }
      >
        <Delivery cart={now} place={served.includes(draft.country) ? place : {}} />
        {followed !== null && "ways" in followed && (
          <NotThere {...followed} onChoose={(method) => chooseDelivery({ ...place, method })} />
        )}
        <AddressBlock draft={draft} purpose={purpose} served={served} wrong={wrong} onChange={change} />
        <p class="muted small">{t("checkout.kept")}</p>
      </Block>
      <Block n={2} title={t("checkout.how")}>
        <UseCredit cart={now} />
        {free ? (
          <p>{t("pay.nothing")}</p>
        ) : (
          <PaymentBlock
            payer={payer}
            total={due.to_pay}
            chosen={chosen}
            onChoose={(method) => fill({ draft, method })}
          />
        )}
        {card !== null && <p class="wrong">{card}</p>}
      </Block>
      <Block n={3} title={t("checkout.what")}>
        <Summary cart={now} due={due} />
        <Told cart={now} followed={followed} />
        <Refusal />
        {now.checkout !== null && !busy && (
          <Notice tone="busy">
            {t("cart.claimed")} <a href={orderPath(now.checkout)}>{t("cart.claimed-link")}</a>
          </Notice>
        )}
        {!orderable(now) && now.checkout === null && (
          <p>
            {t("cart.not-yet")} <a href="/cart">{t("cart.view")}</a>
          </p>
        )}
        <Button submit kind="primary" size="wide" busy={busy} disabled={!orderable(now) && !busy}>
          {t(payWord(busy, due), { total: money(due.to_pay) })}
        </Button>
        {!free && <p class="muted small">{t("checkout.held")}</p>}
      </Block>
    </form>
  );
}

interface BlockProps {
  n: number;
  title: string;
  children: ComponentChildren;
  foot?: ComponentChildren;
}

function Block({ n, title, children, foot }: BlockProps) {
  return (
    <section class="block" aria-labelledby={`block-${n}`}>
      <h2 id={`block-${n}`}>
        <span class="block-n number" aria-hidden="true">
          {n}
        </span>
        {title}
      </h2>
      {children}
      {foot}
    </section>
  );
}

function payWord(busy: boolean, { changed }: Due) {
  if (busy) return "checkout.paying";
  return changed ? "checkout.agree" : "checkout.pay";
}

function bodyOf(draft: Draft, now: PricedCart, due: Due, payment_method: string | null) {
  const email = draft.email.trim();
  return {
    ...(payment_method === null ? {} : { payment_method }),
    expected_total: due.total,
    ...(now.credit === null ? {} : { expected_to_pay: due.to_pay }),
    cart_version: now.version,
    shipping_address: addressOf(draft, purposeOf(now), now.delivery),
    ...(email === "" ? {} : { email }),
  };
}

function fieldsRefused(): Wrong {
  return paying.value.state === "refused" ? refusedFields(paying.value.problem.members.errors) : {};
}

/** The first field that is not right, once it says so. */
function focusWrong(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
