import { useState } from "preact/hooks";
import { Empty } from "../../shared/parts/States";
import { date } from "../../shared/words";
import { Precisely, span } from "../parts/When";
import { type Entry, folded, type Kind, type Who } from "../rules/timeline";
import { t } from "../words";
import { eventWord, ledgerWord } from "./event-words";

const MARKS: Record<Kind, string> = {
  event: "●",
  answer: "↷",
  try: "✕",
  money: "€",
  operator: "✎",
  said: "❝",
  stop: "!",
};
const KINDS: readonly Kind[] = ["event", "answer", "try", "money", "stop", "operator", "said"];

/** All that happened, in order; idle time is folded. */
export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const [hidden, setHidden] = useState<readonly Kind[]>([]);
  const shown = entries.filter(({ kind }) => !hidden.includes(kind));
  if (entries.length === 0) return <Empty title={t("timeline.none")} />;
  return (
    <>
      <fieldset class="kinds">
        <legend class="unseen">{t("timeline.kinds")}</legend>
        {KINDS.filter((kind) => entries.some((entry) => entry.kind === kind)).map((kind) => (
          <button
            key={kind}
            type="button"
            class="kind"
            aria-pressed={!hidden.includes(kind)}
            onClick={() => setHidden(toggled(hidden, kind))}
          >
            <span aria-hidden="true">{MARKS[kind]}</span> {t(`kind.${kind}`)}
          </button>
        ))}
      </fieldset>
      <ol class="timeline">
        {folded(shown).map((row, index) =>
          row.type === "idle" ? (
            <li key={`idle ${index}`} class="idle">
              {t("timeline.idle", { span: span(row.ms) })}
            </li>
          ) : (
            <Told key={`${row.entry.at} ${index}`} entry={row.entry} />
          ),
        )}
      </ol>
    </>
  );
}

function Told({ entry }: { entry: Entry }) {
  const { at, kind, who, detail, times, until } = entry;
  return (
    <li class={`told ${kind}`}>
      <Precisely at={at} />
      <span class="mark" aria-hidden="true">
        {MARKS[kind]}
      </span>
      <span class="what">
        <b>{whatWord(entry)}</b> <span class="muted">{whoWord(who)}</span>
        {times > 1 && <span class="muted"> {t("timeline.until", { at: date(until, "seconds") })}</span>}
        {detail !== null && <span class="detail">{detail}</span>}
      </span>
    </li>
  );
}

function whatWord({ kind, what, times }: Entry): string {
  switch (kind) {
    case "event":
      return eventWord(what);
    case "money":
      return ledgerWord(what);
    case "try":
      return t("timeline.try", { n: times });
    case "answer":
      return what;
    case "said":
      return t("timeline.said");
    case "stop":
      if (what === "RETRY" || what === "SETTLED") return t(`verdict.${what}`);
      return t("timeline.stop");
    case "operator":
      return what;
  }
}

function whoWord(who: Who): string {
  return "name" in who ? who.name : t(`who.${who.key}`);
}

function toggled(hidden: readonly Kind[], kind: Kind): Kind[] {
  return hidden.includes(kind) ? hidden.filter((one) => one !== kind) : [...hidden, kind];
}
