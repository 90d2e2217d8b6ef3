import { useEffect, useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { money } from "../../shared/words";
import { call } from "../app";
import { useLook } from "../looked";
import { ReasonText, StatusMark } from "../parts/Marks";
import { Precisely } from "../parts/When";
import type { OrderAt, Whole } from "../rules/shapes";
import { t } from "../words";
import { eventWord } from "./event-words";

interface Props {
  order: Whole;
  /** null: as it is now. */
  version: number | null;
  onVersion: (version: number | null) => void;
}

/** The slider that takes the order back to any version: status, way and timeline as they were. */
export function Versions({ order, version, onVersion }: Props) {
  const latest = order.version ?? 1;
  if (latest < 2) return null;
  const shown = version ?? latest;
  return (
    <div class="versions">
      <label>
        {t("version.label")}{" "}
        <input
          type="range"
          min={1}
          max={latest}
          value={shown}
          aria-valuetext={textOf(order, shown)}
          onInput={(event) => {
            const chosen = Number(event.currentTarget.value);
            onVersion(chosen === latest ? null : chosen);
          }}
        />
      </label>
      <output>{textOf(order, shown)}</output>
      {version !== null && <Then id={order.order_id} version={version} onNow={() => onVersion(null)} />}
    </div>
  );
}

function textOf({ events }: Whole, version: number): string {
  const event = events.find(({ number }) => number === version);
  return t("version.is", { n: version, what: event ? eventWord(event.type) : "" });
}

/** The order as its log says it was. */
function Then({ id, version, onNow }: { id: string; version: number; onNow: () => void }) {
  const settled = useSettled(version);
  const looked = useLook<OrderAt>(`${id} ${settled}`, null, async (signal) => {
    const path = { order_id: id, version: settled } as never;
    const { body } = await call("get", "/ops/orders/{order_id}/at/{version}", { path, signal });
    return body;
  });
  const then = looked.value;
  return (
    <p class="then" aria-live="polite">
      {then === null ? (
        <span class="muted">{t("state.loading")}</span>
      ) : (
        <>
          <Precisely at={then.at} /> <StatusMark status={then.status} /> <ReasonText reason={then.reason} />{" "}
          {then.charged.amount > 0 && t("order.charged", { amount: money(then.charged) })}{" "}
          {then.refunded.amount > 0 && t("order.refunded", { amount: money(then.refunded) })}
        </>
      )}{" "}
      <Button kind="plain" size="small" onClick={onNow}>
        {t("version.now")}
      </Button>
    </p>
  );
}

/** Where the slider came to rest. */
function useSettled(version: number): number {
  const [settled, setSettled] = useState(version);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(version), 150);
    return () => clearTimeout(timer);
  }, [version]);
  return settled;
}
