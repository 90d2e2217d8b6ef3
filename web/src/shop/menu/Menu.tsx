import { Empty, Failed, Stale } from "../../shared/parts/States";
import { say } from "../../shared/words";
import { t } from "../words";
import { products, readAt, readCatalog, unread } from "./catalog";
import { ProductRow } from "./ProductRow";

export function Menu() {
  const all = products.value;
  return (
    <section class="menu" aria-labelledby="menu-heading">
      <div class="hero">
        <h1 id="menu-heading" tabIndex={-1}>
          {t("menu.title")}
        </h1>
        <p>{t("menu.line")}</p>
      </div>
      {all === null && !unread.value && <ToCome />}
      {all === null && unread.value && <Failed onRetry={readCatalog} />}
      {all !== null && unread.value && <Stale at={readAt.value} onRetry={readCatalog} />}
      {all?.length === 0 && <Empty title={t("menu.empty")} />}
      {all !== null && all.length > 0 && (
        <ul class="products">
          {all.map((product) => (
            <ProductRow key={product.sku} product={product} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Rows as they will stand there. */
function ToCome() {
  return (
    <div class="products" role="status" aria-label={say("state.loading")}>
      {[1, 2, 3, 4].map((row) => (
        <div key={row} class="product">
          <span class="skeleton dish" />
          <span class="to-come">
            <span class="skeleton" />
            <span class="skeleton" />
          </span>
          <span class="skeleton offer" />
        </div>
      ))}
    </div>
  );
}
