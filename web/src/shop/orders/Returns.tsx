import { useEffect, useState } from "preact/hooks";
import { Badge, type Tone } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Failed, Loading } from "../../shared/parts/States";
import type { Order, Return } from "../calls";
import { money, t, when } from "../words";
import { known } from "./orders";
import { Photos } from "./Photos";
import { ReturnForm } from "./ReturnForm";
import { MOST_PHOTOS, readReturns, returnable } from "./returns";

const TONES: Record<Return["status"], Tone> = {
  REQUESTED: "busy",
  ACCEPTED: "busy",
  REFUNDED: "good",
  REJECTED: "bad",
};

/** What of a delivered order goes back, or could. */
export function Returns({ order }: { order: Order }) {
  const delivered = order.status === "COMPLETED" || order.status === "RETURNED";
  return delivered ? <Delivered order={order} /> : null;
}

function Delivered({ order }: { order: Order }) {
  const [returns, setReturns] = useState<Return[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [open, setOpen] = useState(false);
  const { version } = known(order.order_id);

  async function read(): Promise<void> {
    try {
      setReturns(await readReturns(order.order_id));
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }
  useEffect(() => void read(), [order.order_id, version]);

  const left = returns === null ? new Map<string, number>() : returnable(order, returns);
  return (
    <section class="card" aria-labelledby="returns-heading">
      <h2 id="returns-heading">{t("returns.title")}</h2>
      {returns === null && (failed ? <Failed onRetry={read} /> : <Loading rows={1} />)}
      {returns?.map((one) => (
        <One key={one.return_id} one={one} order={order} onChange={read} />
      ))}
      {returns !== null && left.size === 0 && <p class="muted">{t("returns.nothing-left")}</p>}
      {left.size > 0 && !open && (
        <p class="actions">
          <span class="muted">{t("returns.line")}</span>
          <Button onClick={() => setOpen(true)}>{t("returns.begin")}</Button>
        </p>
      )}
      {left.size > 0 && open && (
        <ReturnForm
          order={order}
          left={left}
          onClose={() => setOpen(false)}
          onSent={() => {
            setOpen(false);
            void read();
          }}
        />
      )}
    </section>
  );
}

function One({ one, order, onChange }: { one: Return; order: Order; onChange: () => void }) {
  const name = (lineId: string) => order.lines.find((line) => line.line_id === lineId)?.name ?? "";
  return (
    <div class="return">
      <p class="return-head">
        <Badge tone={TONES[one.status]} word={t(`returns.${one.status}`)} />
        <span class="muted small">{when(one.requested_at)}</span>
        <span class="number">{money(one.refund)}</span>
      </p>
      <p>
        {one.lines
          .map((line) => t("returns.units", { n: line.accepted ?? line.quantity, name: name(line.line_id) }))
          .join(", ")}
      </p>
      {one.delivery && <p>{t("returns.delivery", { amount: money(one.delivery) })}</p>}
      <p class="muted">{t("returns.reason", { reason: one.reason })}</p>
      {one.note !== null && <p>{t("returns.note", { note: one.note })}</p>}
      {one.status === "REQUESTED" && (
        <Photos of={one} left={MOST_PHOTOS - one.photos.length} onSent={onChange} />
      )}
    </div>
  );
}
