import { useState } from "preact/hooks";
import { keep, kept } from "../../shared/kept";
import { Button } from "../../shared/parts/Button";
import { Dialog } from "../../shared/parts/Dialog";
import { Field } from "../../shared/parts/Field";
import { Tabs } from "../parts/Tabs";
import { EVERYTHING, type Filter, type Saved, same, withSaved } from "../rules/filters";
import { STATUSES } from "../rules/shapes";
import { t } from "../words";

const NOTE = "console.filters";
const LONGEST_NAME = 30;

/** A tab for each status, and for each filter that was kept by a name. */
export function FilterTabs({ filter, onChoose }: { filter: Filter; onChoose: (filter: Filter) => void }) {
  const [saved, setSaved] = useState<Saved[]>(() => kept<Saved[]>(NOTE) ?? []);
  const [naming, setNaming] = useState(false);

  function save(all: Saved[]): void {
    setSaved(all);
    keep(NOTE, all);
  }

  const own = saved.find((one) => same(one, filter));
  const chosen = own ? `saved ${own.name}` : (filter.status ?? (same(filter, EVERYTHING) ? "all" : ""));
  const tabs = [
    { id: "all", name: t("filter.all") },
    ...STATUSES.map((status) => ({ id: status as string, name: t(`status.${status}`) })),
    ...saved.map((one) => ({
      id: `saved ${one.name}`,
      name: one.name,
      onForget: () => save(saved.filter((other) => other !== one)),
    })),
  ];

  function choose(id: string): void {
    const status = STATUSES.find((one) => one === id);
    const { hours, q, ...found } = saved.find(({ name }) => id === `saved ${name}`) ?? EVERYTHING;
    onChoose(status ? { ...filter, status } : { status: found.status, hours, q });
  }

  return (
    <div class="filters">
      <Tabs label={t("filter.label")} tabs={tabs} chosen={chosen} onChoose={choose} />
      {!own && !same(filter, EVERYTHING) && (
        <Button kind="plain" size="small" onClick={() => setNaming(true)}>
          {t("filter.save")}
        </Button>
      )}
      {naming && (
        <Naming
          onClose={() => setNaming(false)}
          onName={(name) => {
            save(withSaved(saved, { ...filter, name }));
            setNaming(false);
          }}
        />
      )}
    </div>
  );
}

function Naming({ onClose, onName }: { onClose: () => void; onName: (name: string) => void }) {
  const [name, setName] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <Dialog
      title={t("filter.save")}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t("action.leave")}</Button>
          <Button kind="primary" onClick={() => (name.trim() === "" ? setMissing(true) : onName(name))}>
            {t("filter.keep")}
          </Button>
        </>
      }
    >
      <Field
        label={t("filter.name")}
        value={name}
        onInput={setName}
        maxLength={LONGEST_NAME}
        wrong={missing && name.trim() === "" ? t("filter.nameless") : undefined}
        hint={t("filter.hint")}
      />
    </Dialog>
  );
}
