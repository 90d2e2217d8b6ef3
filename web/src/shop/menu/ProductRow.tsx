import { useId, useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { announce } from "../../shared/parts/Toasts";
import { Food } from "../art/Food";
import { pictureOf } from "../art/picture";
import type { Product } from "../calls";
import { add } from "../cart/cart";
import { money, t } from "../words";
import { choiceOf, chooseFor, chosenText } from "./catalog";
import { priceOf } from "./choice";
import { Options } from "./Options";

/** One product: to be read, and added as it was chosen last. Its options open on demand. */
export function ProductRow({ product }: { product: Product }) {
  const [open, setOpen] = useState(false);
  const options = useId();
  const chosen = choiceOf(product);
  const price = money(priceOf(product, chosen));
  const soldOut = product.stock === "sold_out";
  async function put() {
    if (await add(product, chosen)) announce(t("menu.added", { name: product.name }));
  }
  return (
    <li class={soldOut ? "product sold-out" : "product"}>
      <Food picture={pictureOf(product, chosen)} />
      <div class="product-words">
        <h2>{product.name}</h2>
        <p class="muted">{product.description}</p>
        <Stock stock={product.stock} />
        {product.options.length > 0 && (
          <div class="product-options">
            <button
              type="button"
              class="disclosure"
              aria-expanded={open}
              aria-controls={options}
              onClick={() => setOpen(!open)}
            >
              <span aria-hidden="true">{open ? "▾" : "▸"}</span>
              <span>{chosenText(product.sku, chosen) || t("menu.options")}</span>
              <span class="change">{t(open ? "menu.done" : "menu.change")}</span>
              <span class="unseen">{product.name}</span>
            </button>
            <div id={options} hidden={!open}>
              {open && (
                <Options product={product} chosen={chosen} onChoose={(next) => chooseFor(product, next)} />
              )}
            </div>
          </div>
        )}
      </div>
      <div class="product-offer">
        <span class="price number">{price}</span>
        <Button
          kind="primary"
          disabled={soldOut}
          onClick={put}
          label={t("menu.add-named", { name: product.name, price })}
        >
          {t("menu.add")}
        </Button>
      </div>
    </li>
  );
}

function Stock({ stock }: { stock: Product["stock"] }) {
  if (stock === "in_stock") return null;
  return <Badge tone={stock === "low" ? "warn" : "bad"} word={t(`stock.${stock}`)} />;
}
