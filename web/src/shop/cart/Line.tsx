import { Badge } from "../../shared/parts/Badge";
import { FoodOf } from "../art/FoodOf";
import type { CartLine, Product } from "../calls";
import { bySku, chosenText } from "../menu/catalog";
import { fitting, isChosen } from "../menu/choice";
import { Stepper } from "../parts/Stepper";
import { money, t } from "../words";
import { count, drop, rechoose, reduce } from "./cart";
import { MOST_UNITS } from "./changes";

/** One line, with all that can be said about it a press away: more, fewer, another choice. */
export function Line({ line, locked }: { line: CartLine; locked: boolean }) {
  const product = bySku.value.get(line.sku);
  const { line_id, name, quantity } = line;
  return (
    <li class="line">
      <FoodOf line={line} />
      <div class="line-head">
        <span class="line-name">{name}</span>
        <span class="number">{line.line_total === null ? "–" : money(line.line_total)}</span>
      </div>
      {line.stock !== "withdrawn" && product && product.options.length > 0 ? (
        <Choices line={line} product={product} locked={locked} />
      ) : (
        <Chosen line={line} />
      )}
      <StockOf line={line} />
      <div class="line-foot">
        <Stepper
          name={name}
          n={quantity}
          fewest={0}
          most={line.stock === "withdrawn" ? quantity : MOST_UNITS}
          locked={locked}
          onStep={(more) => count(line_id, more)}
        />
        <button
          type="button"
          class="link"
          disabled={locked}
          aria-label={t("line.remove-named", { name })}
          onClick={() => drop(line_id)}
        >
          {t("line.remove")}
        </button>
      </div>
    </li>
  );
}

function Chosen({ line }: { line: CartLine }) {
  const text = chosenText(line.sku, line.options);
  return text === "" ? null : <p class="muted small">{text}</p>;
}

interface ChoicesProps {
  line: CartLine;
  product: Product;
  locked: boolean;
}

/** "Actually, add mushrooms": what is on it, and what could be. */
function Choices({ line, product, locked }: ChoicesProps) {
  const chosen = fitting(product, line.options);
  return (
    <fieldset class="line-choices">
      <legend class="unseen">{t("line.choices", { name: line.name })}</legend>
      {product.options.map((option) => (
        <span key={option.name} class="line-option">
          {!option.required && !option.multiple && <span class="muted small">{option.name}</span>}
          {option.choices.map(({ name }) => {
            const on = isChosen(chosen, option, name);
            const stands = on && option.required && !option.multiple;
            return (
              <button
                type="button"
                key={name}
                class={on ? "mini on" : "mini"}
                aria-pressed={on}
                disabled={locked}
                onClick={() => (stands ? null : rechoose(line.line_id, product, option, name))}
              >
                {option.multiple && <span aria-hidden="true">{on ? "✓ " : "+ "}</span>}
                {name}
              </button>
            );
          })}
        </span>
      ))}
    </fieldset>
  );
}

function StockOf({ line }: { line: CartLine }) {
  const { stock, name, quantity } = line;
  const available = line.available ?? 0;
  if (stock === "in_stock") return null;
  if (stock === "low") return <Badge tone="warn" word={t("stock.low")} />;
  if (stock === "short") {
    return (
      <p class="line-stock">
        <Badge tone="bad" word={t("line.short", { n: available })} />
        {/* Where lines of the same product are too many together, the customer says which of them is less. */}
        {quantity > available && (
          <button type="button" class="link" onClick={() => reduce(line.line_id, available)}>
            {t("line.take-available", { n: available })}
            <span class="unseen">{name}</span>
          </button>
        )}
      </p>
    );
  }
  return <Badge tone="bad" word={t(stock === "withdrawn" ? "line.withdrawn" : "stock.sold_out")} />;
}
