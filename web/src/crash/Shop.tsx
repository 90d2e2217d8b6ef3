import { signal } from "@preact/signals";
import { Button } from "../shared/parts/Button";
import { Notice } from "../shared/parts/Notice";
import { why } from "../shared/refusals";
import type { Card } from "./customer";
import { buyNow, purchases } from "./store";
import { t } from "./words";

const CROWD = 5;
const CARDS: Card[] = ["pm_card_visa", "pm_card_visa_chargeDeclined"];

const card = signal<Card>("pm_card_visa");

/** The left column: who buys, and who still waits for an answer. */
export function Shop() {
  return (
    <section class="panel shop" aria-labelledby="shop">
      <h2 id="shop">{t("shop.title")}</h2>
      <p class="muted small">{t("shop.about")}</p>
      <fieldset class="choices">
        <legend>{t("shop.card")}</legend>
        {CARDS.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="card"
              checked={card.value === one}
              onChange={() => {
                card.value = one;
              }}
            />
            {t(`card.${one}`)}
          </label>
        ))}
      </fieldset>
      <Button kind="primary" size="wide" onClick={() => buyNow(1, card.value)}>
        {t("shop.buy")}
      </Button>
      <Button size="wide" onClick={() => buyNow(CROWD, card.value)}>
        {t("shop.crowd", { count: CROWD })}
      </Button>
      <Waiting />
    </section>
  );
}

function Waiting() {
  const all = Object.values(purchases.value);
  const asking = all.filter(({ state }) => state === "asking");
  const repeats = all.reduce((sum, one) => sum + one.repeats, 0);
  const refused = all.filter(({ state }) => state === "refused").at(-1);
  return (
    <div class="waiting" role="status">
      {asking.length > 0 && <p>{t("shop.asking", { n: asking.length })}</p>}
      {repeats > 0 && <p class="muted small">{t("shop.repeats", { n: repeats })}</p>}
      {refused && <Notice tone="warn">{why(refused.error)}</Notice>}
    </div>
  );
}
