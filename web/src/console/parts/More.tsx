import { Button } from "../../shared/parts/Button";
import type { Paged } from "../paged";
import { t } from "../words";

/** Under a list that goes on. */
export function More<T>({ paged }: { paged: Paged<T> }) {
  if (paged.more === null) return null;
  return (
    <p class="more">
      <Button busy={paged.reading} onClick={paged.more}>
        {paged.reading ? t("action.busy") : t("action.more")}
      </Button>
    </p>
  );
}

/** What is stored and could not be read, under the list it is missing from. */
export function NotRead({ unreadable }: { unreadable: readonly { id: string; error: string }[] }) {
  if (unreadable.length === 0) return null;
  return (
    <div class="not-read">
      <h2>{t("unreadable.title", { n: unreadable.length })}</h2>
      <p class="muted">{t("unreadable.text")}</p>
      <ul>
        {unreadable.map(({ id, error }) => (
          <li key={id}>
            <code>{id}</code> <span class="muted">{error}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
