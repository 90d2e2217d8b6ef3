import { useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { toast } from "../../shared/parts/Toasts";
import { date } from "../../shared/words";
import { call } from "../app";
import { useLook } from "../looked";
import { Ask } from "../parts/Ask";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Ago } from "../parts/When";
import type { Breaker } from "../rules/shapes";
import { t } from "../words";
import { Refunds } from "./Refunds";

const EVERY_SECONDS = 5;
const TONES = { CLOSED: "good", HALF_OPEN: "warn", OPEN: "bad" } as const;

/** The payment provider: whether checkouts are let in, and what was given back. */
export function Provider() {
  const [asking, setAsking] = useState<"open" | "close" | null>(null);
  const looked = useLook<Breaker>("breaker", EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/breaker", { signal });
    return body;
  });
  return (
    <Page title={t("nav.provider")} actions={<LookedAt looked={looked} />}>
      <Shown looked={looked} rows={2}>
        {({ circuit, opened_at, probes_from, failures }) => (
          <section class="card">
            <Notice tone={TONES[circuit]}>
              <p>
                <b>{t(`circuit.${circuit}`)}.</b> {t(`breaker.is.${circuit}`)}
              </p>
              {opened_at !== null && (
                <p class="muted">
                  {t("breaker.since")} <Ago at={opened_at} />
                  {probes_from !== null && ` · ${t("breaker.probes", { at: date(probes_from, "seconds") })}`}
                </p>
              )}
              {failures > 0 && <p class="muted">{t("breaker.failures", { n: failures })}</p>}
            </Notice>
            <p class="buttons">
              {circuit !== "OPEN" && <Button onClick={() => setAsking("open")}>{t("breaker.open")}</Button>}
              {circuit !== "CLOSED" && (
                <Button kind="primary" onClick={() => setAsking("close")}>
                  {t("breaker.close")}
                </Button>
              )}
            </p>
          </section>
        )}
      </Shown>
      <h2>{t("refunds.title")}</h2>
      <Refunds />
      {asking !== null && (
        <Ask
          title={t(`breaker.${asking}`)}
          text={t(`breaker.text.${asking}`)}
          verb={t(`breaker.${asking}`)}
          body={() => ({})}
          send={async (body, key) => {
            const { body: now } = await call("post", `/ops/breaker/${asking}`, { body, key });
            return t("breaker.done", { circuit: t(`circuit.${now.circuit}`) });
          }}
          onDone={(said) => {
            setAsking(null);
            toast(said);
            looked.again();
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </Page>
  );
}
