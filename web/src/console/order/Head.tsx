import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { toast } from "../../shared/parts/Toasts";
import { date, money } from "../../shared/words";
import type { Looked } from "../looked";
import { declineWord, ReasonText, reasonWord, StatusMark, shortId } from "../parts/Marks";
import { useTitle } from "../parts/Page";
import { LookedAt } from "../parts/Shown";
import { Ago } from "../parts/When";
import type { Sentence } from "../rules/sentence";
import type { Decline, Whole } from "../rules/shapes";
import { t } from "../words";

interface Props {
  order: Whole;
  said: Sentence;
  looked: Looked<Whole>;
  /** Whether the shop tells of its changes. */
  told: boolean;
  onRetry: () => void;
  onSettle: () => void;
  actions: ComponentChildren;
}

/** What state it is in, and what to do: before any data. */
export function Head({ order, said, looked, told, onRetry, onSettle, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useTitle(shortId(order.order_id));
  return (
    <>
      <header class="page-head">
        <div>
          <h1 ref={heading} tabIndex={-1} title={order.order_id}>
            <span class="id">{shortId(order.order_id)}</span>{" "}
            {order.total && <StatusMark status={order.status ?? "PENDING"} />}{" "}
            <ReasonText reason={order.reason} />
          </h1>
          <Facts order={order} />
        </div>
        <div class="actions">
          <span class="muted small">
            <Icon tone={told ? "good" : "plain"} /> {t(told ? "order.told" : "order.asks")}
          </span>
          <LookedAt looked={looked} />
          {actions}
        </div>
      </header>
      <Notice tone={said.tone}>
        <p class="sentence">
          <b>{t(`order.is.${said.is}`, shown(said))}</b> {t(`order.do.${said.next}`)}
        </p>
        {said.todo === "retry" && (
          <p class="buttons">
            <Button kind="primary" onClick={onRetry}>
              {t("stuck.retry")}
            </Button>
            <Button onClick={onSettle}>{t("stuck.settle")}</Button>
          </p>
        )}
        {said.todo === "returns" && (
          <p class="buttons">
            {order.returns
              .filter(({ stage }) => stage === "REQUESTED" || stage === "REOPENED")
              .map(({ return_id }) => (
                <a key={return_id} class="button primary" href={`/console/returns/${return_id}`}>
                  {t("order.inspect")}
                </a>
              ))}
          </p>
        )}
      </Notice>
    </>
  );
}

function Facts({ order }: { order: Whole }) {
  const { total, charged, credited, refunded, placed_at, owner, order_id } = order;
  return (
    <p class="lead facts">
      {total && <b class="number">{money(total)}</b>}
      {credited && credited.amount > 0 && <span>{t("order.credited", { amount: money(credited) })}</span>}
      {charged && charged.amount > 0 && <span>{t("order.charged", { amount: money(charged) })}</span>}
      {refunded && refunded.amount > 0 && <span>{t("order.refunded", { amount: money(refunded) })}</span>}
      {placed_at && (
        <span>
          {t("order.placed-at", { at: date(placed_at, "seconds") })} (<Ago at={placed_at} />)
        </span>
      )}
      <span class="ids small">
        <span>
          {t("order.id")} <Copied text={order_id} />
        </span>
        {owner && (
          <span>
            {t("order.customer")} <Copied text={owner} />{" "}
            <a href={`/console/credit/${owner}`}>{t("credit.title")}</a>
          </span>
        )}
      </span>
    </p>
  );
}

/** An id as a whole; a press copies it. */
function Copied({ text }: { text: string }) {
  const copy = () => navigator.clipboard?.writeText(text).then(() => toast(t("order.copied", { id: text })));
  return (
    <button
      type="button"
      class="copy"
      title={t("order.copy")}
      onClick={() => void copy()?.catch(() => undefined)}
    >
      <code>{text}</code>
    </button>
  );
}

/** Times by the reader's clock, reasons and declines by their words. */
function shown({ values }: Sentence): Sentence["values"] {
  const { at, reason, decline, ...others } = values;
  return {
    ...others,
    ...(typeof at === "string" ? { at: date(at, "seconds") } : {}),
    ...(typeof reason === "string" ? { reason: reasonWord(reason) } : {}),
    ...(typeof decline === "string" ? { decline: declineWord(decline as Decline) } : {}),
  };
}
