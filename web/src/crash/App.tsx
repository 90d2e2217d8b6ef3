import { Badge } from "../shared/parts/Badge";
import { money } from "../shared/words";
import { Orders } from "./Orders";
import { headlineOf } from "./rules";
import { Shop } from "./Shop";
import { seen } from "./store";
import { Trouble } from "./Trouble";
import { Truth } from "./Truth";
import { t } from "./words";

export function App() {
  return (
    <>
      <header class="top">
        <h1>{t("crash.title")}</h1>
        <Headline />
      </header>
      <main class="bench">
        <Shop />
        <Trouble />
        <Orders />
        <Truth />
      </main>
    </>
  );
}

function Headline() {
  const { charged, held, violations, tone } = headlineOf(seen.value);
  const unknown = t("truth.unknown");
  const said = [
    t("truth.charged", { how: charged === null ? unknown : t(`charged.${charged}`) }),
    t("truth.held", { amount: held === null ? unknown : money({ amount: held, currency: "EUR" }) }),
    t("truth.violations", { n: violations ?? unknown }),
  ];
  return (
    <p class="headline" role="status" aria-label={t("truth.title")}>
      <Badge tone={tone} word={said.join(" · ")} />
    </p>
  );
}
