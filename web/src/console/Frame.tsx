import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { timeZone } from "../shared/dates";
import { Icon } from "../shared/parts/Badge";
import { Button } from "../shared/parts/Button";
import { toast } from "../shared/parts/Toasts";
import { why } from "../shared/refusals";
import { choose, date, LANGUAGES, spoken } from "../shared/words";
import { live, session } from "./app";
import { type Counts, useCounts } from "./counts";
import { helping } from "./keyboard";
import { PAGES } from "./rules/keys";
import { type Key, t } from "./words";

const NAMES: readonly { at: string; key: Key; count?: keyof Counts; urgent?: boolean }[] = [
  { at: PAGES.o, key: "nav.orders" },
  { at: PAGES.s, key: "nav.stuck", count: "stuck", urgent: true },
  { at: PAGES.d, key: "nav.dead-letters", count: "deadLetters", urgent: true },
  { at: PAGES.r, key: "nav.returns", count: "returns" },
  { at: PAGES.i, key: "nav.inbox", count: "inbox" },
  { at: PAGES.t, key: "nav.stock" },
  { at: PAGES.m, key: "nav.measures" },
  { at: PAGES.a, key: "nav.sales" },
  { at: PAGES.p, key: "nav.provider", count: "circuit" },
  { at: PAGES.h, key: "nav.journal" },
  { at: PAGES.w, key: "nav.jobs" },
  { at: PAGES.k, key: "nav.keys" },
];

/** Where am I, what waits, and whose session this is, around every page. */
export function Frame({ at, children }: { at: string; children: ComponentChildren }) {
  const { counts, reachable } = useCounts();
  useEffect(() => {
    const again = () => document.visibilityState === "visible" && live.hurry();
    document.addEventListener("visibilitychange", again);
    return () => document.removeEventListener("visibilitychange", again);
  }, []);
  useEffect(() => {
    const here = document.querySelector(".pages [aria-current]");
    here?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [at]);
  return (
    <div class="frame">
      <a class="skip" href="#page">
        {t("nav.skip")}
      </a>
      <nav class="side" aria-label={t("nav.label")}>
        <a class="brand" href="/console">
          <b>{t("console.name")}</b>
        </a>
        <ul class="pages">
          {NAMES.map((one) => (
            <li key={one.at}>
              <a href={one.at} aria-current={isAt(at, one.at) ? "page" : undefined}>
                <span>{t(one.key)}</span>
                {one.count !== undefined && (
                  <Count of={counts[one.count]} known={reachable} urgent={one.urgent === true} />
                )}
              </a>
            </li>
          ))}
        </ul>
        <Foot />
      </nav>
      <main id="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function Count({ of, known, urgent }: { of: number | string | null; known: boolean; urgent: boolean }) {
  if (of === null || of === 0) return null;
  if (typeof of === "string")
    return <Circuit circuit={of as "CLOSED" | "OPEN" | "HALF_OPEN"} known={known} />;
  return (
    <span class={urgent ? "count urgent" : "count"}>
      {of}
      <span class="unseen"> {t("nav.waiting")}</span>
    </span>
  );
}

function Circuit({ circuit, known }: { circuit: "CLOSED" | "OPEN" | "HALF_OPEN"; known: boolean }) {
  if (!known) return null;
  const tone = circuit === "CLOSED" ? "good" : circuit === "OPEN" ? "bad" : "warn";
  return (
    <span class={`circuit ${tone}`}>
      <Icon tone={tone} /> {t(`circuit.short.${circuit}`)}
    </span>
  );
}

function Foot() {
  const who = session.who.value;
  const open = live.state.value === "open";
  return (
    <div class="foot small">
      <p>
        <b>{who?.owner.replace(/^op_/, "")}</b>{" "}
        <span class="muted">{t("foot.until", { at: who ? date(who.expires_at, "time") : "" })}</span>
      </p>
      <p class="muted">{t("foot.zone", { zone: timeZone() })}</p>
      <p class="muted">
        <Icon tone={open ? "good" : "plain"} /> {open ? t("foot.live") : t("foot.polling")}
      </p>
      <p class="foot-actions">
        {LANGUAGES.filter((one) => one !== spoken()).map((one) => (
          <Button key={one} kind="plain" size="small" onClick={() => choose(one)}>
            {t(`language.${one}`)}
          </Button>
        ))}
        <Button
          kind="plain"
          size="small"
          onClick={() => {
            helping.value = true;
          }}
        >
          {t("foot.keys")} <kbd>?</kbd>
        </Button>
        <Button
          kind="plain"
          size="small"
          onClick={() => void session.leave().catch((error: unknown) => toast(why(error)))}
        >
          {t("foot.leave")}
        </Button>
      </p>
    </div>
  );
}

function isAt(at: string, page: string): boolean {
  if (page === PAGES.o) return at === page || at.startsWith("/console/orders");
  return at === page || at.startsWith(`${page}/`);
}
