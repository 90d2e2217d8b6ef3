import { useMemo } from "preact/hooks";
import { Field, SelectField } from "../../shared/parts/Field";
import { spoken } from "../../shared/words";
import { type Key, t } from "../words";
import { countries, type Draft, type FieldName, longest, required, type Wrong, wantsRegion } from "./address";

interface Props {
  draft: Draft;
  wrong: Wrong;
  onChange: (field: FieldName, text: string) => void;
}

/** What the browser may fill in by itself. */
const AUTOCOMPLETE: Record<FieldName, string> = {
  name: "name",
  line1: "address-line1",
  line2: "address-line2",
  postal_code: "postal-code",
  city: "address-level2",
  region: "address-level1",
  country: "country",
  phone: "tel",
  email: "email",
};

/** Where to: kept as it is filled in. */
export function AddressBlock({ draft, wrong, onChange }: Props) {
  const needed = required(draft);
  const names = useMemo(countryNames, []);
  const field = (name: FieldName, inputMode?: "email" | "tel") => (
    <Field
      label={t(needed.includes(name) ? label(name) : "field.optional", {
        field: t(label(name)),
      })}
      name={name}
      value={draft[name]}
      maxLength={longest(name)}
      required={needed.includes(name)}
      autoComplete={AUTOCOMPLETE[name]}
      inputMode={inputMode}
      wrong={wrongText(wrong[name])}
      hint={name === "email" ? t("field.email-hint") : undefined}
      onInput={(text) => onChange(name, text)}
    />
  );
  return (
    <div class="fields">
      {field("name")}
      {field("line1")}
      {field("line2")}
      <div class="two">
        {field("postal_code")}
        {field("city")}
      </div>
      {wantsRegion(draft) && field("region")}
      <SelectField
        label={t("field.country")}
        value={draft.country}
        autoComplete={AUTOCOMPLETE.country}
        options={names}
        wrong={wrongText(wrong.country)}
        onInput={(code) => onChange("country", code)}
      />
      <div class="two">
        {field("phone", "tel")}
        {field("email", "email")}
      </div>
    </div>
  );
}

const label = (field: FieldName): Key => `field.${field}`;

const wrongText = (key: Key | undefined): string | undefined => (key === undefined ? undefined : t(key));

function countryNames(): { value: string; text: string }[] {
  const names = new Intl.DisplayNames([spoken()], { type: "region" });
  const all = countries().map((value) => ({ value, text: names.of(value) ?? value }));
  return all.sort((one, other) => one.text.localeCompare(other.text, spoken()));
}
