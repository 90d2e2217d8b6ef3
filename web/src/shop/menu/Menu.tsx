import { Empty, Failed, Loading } from "../../shared/parts/States";
import { t } from "../words";
import { products, readCatalog, unread } from "./catalog";
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
      {all === null && !unread.value && <Loading rows={5} shape="product-shape" />}
      {all === null && unread.value && <Failed onRetry={readCatalog} />}
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
