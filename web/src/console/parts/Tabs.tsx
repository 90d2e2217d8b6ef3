import { t } from "../words";

interface Tab {
  id: string;
  name: string;
  count?: number | undefined;
  onForget?: (() => void) | undefined;
}

/** One of several, told by `aria-pressed`: filters, and the parts of an order. */
export function Tabs(props: {
  label: string;
  tabs: readonly Tab[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { label, tabs, chosen, onChoose } = props;
  return (
    <fieldset class="tabs">
      <legend class="unseen">{label}</legend>
      {tabs.map(({ id, name, count, onForget }) => (
        <span key={id} class="tab">
          <button type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
            {name}
            {count !== undefined && count > 0 && <span class="count">{count}</span>}
          </button>
          {onForget && (
            <button type="button" class="forget" aria-label={t("filter.forget", { name })} onClick={onForget}>
              ✕
            </button>
          )}
        </span>
      ))}
    </fieldset>
  );
}
