import { useEffect, useState } from "preact/hooks";
import { date, when } from "../../shared/words";
import { roughly, spanOf } from "../rules/spans";
import { t } from "../words";

/** A moment by the clock on the wall; its whole date on hovering. */
export function When({ at }: { at: string }) {
  return (
    <time class="number" dateTime={at} title={date(at, "moment")}>
      {when(at)}
    </time>
  );
}

/** To the thousandth of a second: for what follows each other quickly. */
export function Precisely({ at }: { at: string }) {
  return (
    <time class="number" dateTime={at} title={date(at, "moment")}>
      {date(at, "precise")}
    </time>
  );
}

export function Span({ ms }: { ms: number }) {
  return <span class="number">{span(ms)}</span>;
}

export function span(ms: number): string {
  const { key, values } = spanOf(ms);
  return t(key, values);
}

/** How long something has waited, in whole units. */
export function rough(ms: number): string {
  const { key, values } = roughly(ms);
  return t(key, values);
}

/** "3 min ago", counting on by itself. */
export function Ago({ at }: { at: string }) {
  const now = useNow(10);
  return (
    <time class="number" dateTime={at} title={date(at, "moment")}>
      {t("ago", { span: rough(now - Date.parse(at)) })}
    </time>
  );
}

/** The time, every so many seconds. */
export function useNow(seconds: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return now;
}
