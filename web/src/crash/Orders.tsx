import { Badge, Icon } from "../shared/parts/Badge";
import { Notice } from "../shared/parts/Notice";
import { Empty } from "../shared/parts/States";
import { date, has, money, say } from "../shared/words";
import type { Order, State, Try } from "./bench";
import { lastFailure, moodOf, TONE_OF_MOOD, TONE_OF_STATUS, TONE_OF_VERDICT, verdictOf } from "./rules";
import { awaySince, orders, seen, shown } from "./store";
import { t } from "./words";

/** The middle: each order's line, healing. */
export function Orders() {
  const known = shown.value.map((id) => orders.value[id]).filter((one) => one !== undefined);
  return (
    <section class="panel orders" aria-labelledby="orders">
      <h2 id="orders">{t("orders.title")}</h2>
      {awaySince.value !== null && (
        <Notice tone="warn" alert>
          {t("orders.away")}
        </Notice>
      )}
      {shown.value.length === 0 && <Empty title={t("orders.none")} />}
      <ol class="lines">
        {known.map((order) => (
          <Line key={order.order_id} order={order} />
        ))}
      </ol>
    </section>
  );
}

function Line({ order }: { order: Order }) {
  const account = seen.value?.provider?.ledger[order.order_id];
  const verdict = account && verdictOf(account);
  return (
    <li class="line">
      <div class="head">
        <code>{order.order_id.slice(0, 10)}</code>
        <span class="number">{money(order.total)}</span>
        <Badge tone={TONE_OF_STATUS(order.status)} word={order.status} />
        {order.reason && <span class="muted small">{order.reason}</span>}
        {verdict && <Badge tone={TONE_OF_VERDICT[verdict]} word={t(`verdict.${verdict}`)} />}
      </div>
      <ol class="way">
        {order.states.map((state, at) => (
          <Step key={at} state={state} />
        ))}
      </ol>
    </li>
  );
}

function Step({ state }: { state: State }) {
  const mood = moodOf(state);
  const failure = lastFailure(state);
  return (
    <li class={`step ${mood}`}>
      <span class="name">
        <Icon tone={TONE_OF_MOOD[mood]} /> {state.state}
        <span class="unseen">{t(`mood.${mood}`)}</span>
      </span>
      <span class="tries" aria-hidden="true">
        {state.tries.map((one, at) => (
          <span key={at} class={`try ${one.outcome}`} title={one.error ?? undefined} />
        ))}
      </span>
      {state.tries.length > 1 && <span class="small">{t("step.tries", { n: state.tries.length })}</span>}
      {failure && <Failure failure={failure} />}
    </li>
  );
}

function Failure({ failure }: { failure: Try }) {
  const key = `error.${failure.error?.replaceAll(".", "-")}`;
  const what = has(key) ? say(key) : (failure.error ?? t("truth.unknown"));
  return <span class="small wrong">{[what, again(failure)].filter(Boolean).join(", ")}</span>;
}

function again({ next_try_by }: Try): string | null {
  if (next_try_by === null) return null;
  const past = Date.parse(next_try_by) <= Date.now();
  return past ? t("step.any-moment") : t("step.again", { at: date(next_try_by, "seconds") });
}
