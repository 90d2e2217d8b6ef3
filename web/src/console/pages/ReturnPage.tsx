import { useRef, useState } from "preact/hooks";
import type { components } from "../../contract/api";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { toast } from "../../shared/parts/Toasts";
import { date, money } from "../../shared/words";
import { call } from "../app";
import { useLook } from "../looked";
import { Id } from "../parts/Marks";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { RetryOne, SettleOne } from "../parts/StuckChanges";
import { Ago } from "../parts/When";
import { steady } from "../rules/photos";
import { t } from "../words";
import { Inspection } from "./Inspection";
import { StageMark } from "./Returns";

export type WholeReturn = components["schemas"]["WholeReturn"];

const EVERY_SECONDS = 10;

/** One return: what came back, in pictures and numbers, and the decision. */
export function ReturnPage({ id }: { id: string }) {
  const [asking, setAsking] = useState<"retry" | "settle" | null>(null);
  const looked = useLook<WholeReturn>(id, EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/returns/{return_id}", { path: { return_id: id }, signal });
    return body;
  });
  const stopped = looked.value?.stuck != null && looked.value.stuck.answer === null;

  function done(said: string): void {
    setAsking(null);
    toast(said);
    looked.again();
  }

  return (
    <Page title={t("return.title")} actions={<LookedAt looked={looked} />}>
      <Shown looked={looked} rows={3} shape="block">
        {(one) => (
          <>
            <p class="lead facts">
              <StageMark one={one} />
              <b class="number">{money(one.amount ?? one.estimate)}</b>
              <span>
                {t("return.requested")} <Ago at={one.requested_at} />
              </span>
              <a href={`/console/orders/${one.order_id}`}>
                {t("inbox.order")} <Id id={one.order_id} />
              </a>
            </p>
            {stopped && one.stuck && (
              <Notice tone="bad">
                <p class="sentence">
                  <b>
                    {t("return.stuck", {
                      state: one.stuck.state ?? "?",
                      why: one.stuck.cause || one.stuck.error,
                    })}
                  </b>{" "}
                  {t("order.do.retry")}
                </p>
                <p class="buttons">
                  <Button kind="primary" onClick={() => setAsking("retry")}>
                    {t("stuck.retry")}
                  </Button>
                  <Button onClick={() => setAsking("settle")}>{t("stuck.settle")}</Button>
                </p>
              </Notice>
            )}
            <div class="two">
              <section class="card">
                <h2>{t("return.said")}</h2>
                <blockquote>{one.reason}</blockquote>
                <Photos photos={one.photos} />
              </section>
              <section class="card">
                <h2>{t("return.decision")}</h2>
                {one.decision === null ? (
                  <Inspection one={one} onDone={done} />
                ) : (
                  <Decided decision={one.decision} refunded={one.refunded} />
                )}
              </section>
            </div>
          </>
        )}
      </Shown>
      {asking === "retry" && <RetryOne id={id} onDone={done} onClose={() => setAsking(null)} />}
      {asking === "settle" && <SettleOne id={id} onDone={done} onClose={() => setAsking(null)} />}
    </Page>
  );
}

/** A link is kept as long as it is good: another one each time would load the picture anew. */
function Photos({ photos: given }: { photos: WholeReturn["photos"] }) {
  const kept = useRef<WholeReturn["photos"]>([]);
  kept.current = steady(kept.current, given, Date.now());
  const photos = kept.current;
  if (photos.length === 0) return <p class="muted">{t("return.no-photos")}</p>;
  return (
    <ul class="photos">
      {photos.map(({ name, link, uploaded_at }, index) => (
        <li key={name}>
          <a href={link} target="_blank" rel="noreferrer">
            <img
              src={link}
              alt={t("return.photo", { n: index + 1, at: date(uploaded_at, "moment") })}
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}

function Decided({
  decision,
  refunded,
}: {
  decision: NonNullable<WholeReturn["decision"]>;
  refunded: string | null;
}) {
  const { verdict, by, at, why, note } = decision;
  return (
    <>
      <p>
        <b>{t(`verdict.${verdict}`)}</b>{" "}
        <span class="muted">{t("return.by", { who: by, at: date(at, "moment") })}</span>
      </p>
      {why && <p>{why}</p>}
      {note && <blockquote>{note}</blockquote>}
      {verdict === "ACCEPTED" && (
        <p class="muted">{t(refunded === "DONE" ? "return.refunded" : "return.refunding")}</p>
      )}
    </>
  );
}
