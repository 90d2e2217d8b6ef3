import type { Order } from "../calls";
import { date, t } from "../words";
import { type Mark, stepsOf } from "./steps";

const ICONS: Record<Mark, string> = { done: "✓", now: "", ahead: "", back: "↩", turned: "↩", undone: "✕" };

/** The order's way, each step lit as the shop takes it; the way back, too. */
export function Steps({ order }: { order: Order }) {
  return (
    <ol class="steps">
      {stepsOf(order).map(({ word, mark, at }) => (
        <li
          key={word}
          class={`step ${mark}`}
          aria-current={mark === "now" || mark === "back" ? "step" : undefined}
        >
          <span class="dot" aria-hidden="true">
            {ICONS[mark]}
          </span>
          <span class="step-words">
            <span class="step-word">{t(word)}</span>
            <span class="unseen">{t(`mark.${mark}`)}</span>
            {at !== null && (
              <time class="number muted small" dateTime={at}>
                {date(at, "seconds")}
              </time>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
