import { useId, useState } from "preact/hooks";
import type { components } from "../../contract/api";
import { Field, SelectField } from "../../shared/parts/Field";
import { Notice } from "../../shared/parts/Notice";
import type { Cart } from "../calls";
import { money, t } from "../words";
import { chooseDelivery } from "./cart";
import type { Delivery as Chosen } from "./changes";
import { countryName, named, untilFree, type Way, wantsRegion } from "./ways";

type Option = components["schemas"]["DeliveryOption"];

interface Props {
  cart: Cart;
  /** Where it goes is asked elsewhere, with the address: what is known of it. Who has no other way than to pick up
   * where they are is asked here all the same. */
  place?: Partial<Chosen>;
}

/** How it comes to the customer, each way with its price; and where to, as far as that says what it costs. */
export function Delivery({ cart, place }: Props) {
  const group = useId();
  const [refused, setRefused] = useState<{ country: string; ways: readonly Way[] } | null>(null);
  const [wish, setWish] = useState<Chosen | null>(null);
  const { delivery_options: options, delivery_countries: countries } = cart;
  const delivery = wish ?? cart.delivery;
  if (delivery === null) return null;

  async function choose(more: Partial<Chosen>): Promise<void> {
    const wanted = { ...(delivery as Chosen), ...more };
    setWish(wanted);
    const ways = await chooseDelivery(wanted);
    setWish((last) => (last === wanted ? null : last));
    setRefused(ways === null ? null : { country: wanted.country, ways });
  }

  return (
    <fieldset class="ways" disabled={cart.checkout !== null}>
      <legend>{t("delivery.title")}</legend>
      {options.map((option) => (
        <label key={option.method} class={option.method === delivery.method ? "way on" : "way"}>
          <input
            type="radio"
            name={group}
            checked={option.method === delivery.method}
            onChange={() => choose({ ...place, method: option.method })}
          />
          <span>{option.name}</span>
          <span class="number">{priceOf(option)}</span>
          <UntilFree option={option} cart={cart} />
        </label>
      ))}
      {((place === undefined && cart.needs_street) || !countries.includes(delivery.country)) && (
        <Where delivery={delivery} countries={countries} onChoose={choose} />
      )}
      {refused !== null && (
        <NotThere {...refused} onChoose={(method) => choose({ country: refused.country, method })} />
      )}
    </fieldset>
  );
}

const priceOf = ({ price }: Option): string => {
  if (price === null) return "";
  return price.amount === 0 ? t("totals.free") : money(price);
};

function UntilFree({ option, cart }: { option: Option; cart: Cart }) {
  const more = untilFree(option, cart);
  if (more === null || option.free_from === null) return null;
  return (
    <span class="muted small">
      {t("delivery.free-from", { from: money(option.free_from), more: money(more) })}
    </span>
  );
}

interface WhereProps {
  delivery: Chosen;
  countries: readonly string[];
  onChoose: (more: Partial<Chosen>) => void;
}

function Where({ delivery, countries, onChoose }: WhereProps) {
  const { country, region } = delivery;
  return (
    <div class="two">
      <SelectField
        label={t("delivery.to")}
        value={country}
        options={named(countries, country)}
        onInput={(chosen) => onChoose({ country: chosen, region: null })}
      />
      {wantsRegion(country) && (
        <Region key={country} region={region} onSettle={(chosen) => onChoose({ region: chosen })} />
      )}
    </div>
  );
}

/** Sent once it is written, not with each letter. */
function Region({ region, onSettle }: { region: string | null; onSettle: (region: string | null) => void }) {
  const [text, setText] = useState(region ?? "");
  return (
    <Field
      label={t("field.region")}
      value={text}
      maxLength={200}
      onInput={setText}
      onSettle={(written) => onSettle(written.trim() || null)}
    />
  );
}

interface NotThereProps {
  country: string;
  ways: readonly Way[];
  onChoose: (method: string) => void;
}

/** It does not get there that way, and these do. */
export function NotThere({ country, ways, onChoose }: NotThereProps) {
  return (
    <Notice tone="warn" alert>
      <p>{t("delivery.not-there", { country: countryName(country) })}</p>
      {ways.map(({ method, name }) => (
        <button type="button" class="link" key={method} onClick={() => onChoose(method)}>
          {t("delivery.instead", { method: name })}
        </button>
      ))}
    </Notice>
  );
}
