import type { ComponentChildren } from "preact";
import { Button } from "../../shared/parts/Button";
import type { Chosen } from "../chosen";
import { t } from "../words";

/** Chooses one row, or, in the head of a table, all of its rows; `x` on the keyboard does the same for a row. */
export function Choose({ ids, name, chosen }: { ids: readonly string[]; name: string; chosen: Chosen }) {
  const on = ids.length > 0 && ids.every(chosen.has);
  return (
    <label class="choose">
      <input
        type="checkbox"
        data-choose
        checked={on}
        indeterminate={!on && ids.some(chosen.has)}
        aria-label={name}
        onChange={() => chosen.set(ids, !on)}
      />
    </label>
  );
}

/** How many are chosen, and what can be done with them: there while something is. */
export function ChosenBar({ chosen, children }: { chosen: Chosen; children: ComponentChildren }) {
  if (chosen.ids.length === 0) return null;
  return (
    <section class="chosen-bar" aria-label={t("chosen.label")}>
      <b class="number" role="status">
        {t("chosen.n", { n: chosen.ids.length })}
      </b>
      <span class="buttons">
        {children}
        <Button size="small" onClick={() => chosen.set(chosen.ids, false)}>
          {t("chosen.none")}
        </Button>
      </span>
    </section>
  );
}
