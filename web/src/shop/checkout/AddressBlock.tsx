import { useMemo } from "preact/hooks";
import { Field, SelectField } from "../../shared/parts/Field";
import { named } from "../cart/ways";
import { type Key, t } from "../words";
import {
  countries,
  type Draft,
  type FieldName,
  fieldsFor,
  longest,
  type Purpose,
  required,
  type Wrong,
} from "./address";

interface Props {
  draft: Draft;
  purpose: Purpose;
  /** Where the shop delivers to; none where it does not say. */
  served: readonly string[];
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

/** Who it is for, and where to, as far as somebody has to know: kept as it is filled in. */
export function AddressBlock({ draft, purpose, served, wrong, onChange }: Props) {
  const asked = fieldsFor(draft, purpose);
  const needed = required(draft, purpose);
  const among = served.length > 0 && purpose === "street" ? served : countries();
  const names = useMemo(() => named(among, draft.country), [among, draft.country]);
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
      {purpose === "street" && (
        <>
          {field("line1")}
          {field("line2")}
          <div class="two">
            {field("postal_code")}
            {field("city")}
          </div>
        </>
      )}
      {asked.includes("region") && field("region")}
      {asked.includes("country") && (
        <SelectField
          label={t("field.country")}
          value={draft.country}
          autoComplete={AUTOCOMPLETE.country}
          options={names}
          wrong={wrongText(wrong.country)}
          onInput={(code) => onChange("country", code)}
        />
      )}
      <div class="two">
        {field("phone", "tel")}
        {field("email", "email")}
      </div>
    </div>
  );
}

const label = (field: FieldName): Key => `field.${field}`;

const wrongText = (key: Key | undefined): string | undefined => (key === undefined ? undefined : t(key));
