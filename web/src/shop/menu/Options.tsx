import type { Chosen, Option, Product } from "../calls";
import { money, t } from "../words";
import { isChosen, turned } from "./choice";

interface Props {
  product: Product;
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
}

/** All options of a product, each choice one press away. */
export function Options({ product, chosen, onChoose }: Props) {
  return (
    <div class="options">
      {product.options.map((option) => (
        <fieldset key={option.name} class="option">
          <legend>{option.name}</legend>
          <div class="chips">
            {option.choices.map(({ name, surcharge }) => (
              <Chip
                key={name}
                name={name}
                extra={surcharge.amount > 0 ? t("option.extra", { price: money(surcharge) }) : ""}
                on={isChosen(chosen, option, name)}
                onPress={() => onChoose(turned(chosen, option, name))}
                option={option}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}

interface ChipProps {
  name: string;
  extra: string;
  on: boolean;
  onPress: () => void;
  option: Option;
}

/** Pressed is chosen. Of a choice that has to be made, the one that stands cannot be pressed away. */
function Chip({ name, extra, on, onPress, option }: ChipProps) {
  const radio = !option.multiple && option.required;
  return (
    <button
      type="button"
      class={on ? "chip on" : "chip"}
      aria-pressed={on}
      onClick={() => (radio && on ? null : onPress())}
    >
      <span aria-hidden="true">{on ? "✓" : radio ? "" : "+"}</span>
      {name}
      {extra !== "" && <span class="extra number">{extra}</span>}
    </button>
  );
}
