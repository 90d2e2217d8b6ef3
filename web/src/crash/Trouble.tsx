import { Button } from "../shared/parts/Button";
import { date } from "../shared/words";
import { CALL_FAULTS, CALLS, MESSAGE_FAULTS, switchOf } from "./rules";
import { killOne, notes, pressed, restartAll, seen, strikes, turn } from "./store";
import { t } from "./words";

/** The middle, above: what can be broken. */
export function Trouble() {
  return (
    <section class="panel trouble" aria-labelledby="trouble">
      <h2 id="trouble">{t("trouble.title")}</h2>
      <div class="acts">
        <div class="kills">
          <Button busy={pressed.value === "kill.worker"} onClick={() => void killOne("worker")}>
            {t("kill.worker")}
          </Button>
          <Button busy={pressed.value === "kill.provider"} onClick={() => void killOne("provider")}>
            {t("kill.provider")}
          </Button>
          <Button busy={pressed.value === "restart"} onClick={() => void restartAll()}>
            {t("kill.restart")}
          </Button>
        </div>
        <Notes />
      </div>
      <div class="settings">
        <Faults />
      </div>
    </section>
  );
}

function Notes() {
  return (
    <ol class="notes" aria-live="polite" aria-label={t("trouble.log")}>
      {notes.value.map(({ at, text }) => (
        <li key={at + text}>
          <time class="number muted" dateTime={at}>
            {date(at, "seconds")}
          </time>{" "}
          {text}
        </li>
      ))}
    </ol>
  );
}

function Faults() {
  return (
    <>
      <fieldset class="choices inline">
        <legend>{t("fault.strikes")}</legend>
        {(["once", "always"] as const).map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="strikes"
              checked={strikes.value === one}
              onChange={() => {
                strikes.value = one;
              }}
            />
            {t(`strikes.${one}`)}
          </label>
        ))}
      </fieldset>
      <div class="faults">
        <table>
          <caption>{t("fault.calls")}</caption>
          <thead>
            <tr>
              <td />
              {CALL_FAULTS.map((fault) => (
                <th key={fault} scope="col">
                  {t(`fault.${fault}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {CALLS.map((call) => (
              <tr key={call}>
                <th scope="row">{t(`call.${call}`)}</th>
                {CALL_FAULTS.map((fault) => (
                  <td key={fault}>
                    <Switch operation={call} fault={fault} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <fieldset class="choices inline">
        <legend>{t("fault.messages")}</legend>
        {MESSAGE_FAULTS.map((fault) => (
          <span key={fault} class="labelled">
            <span aria-hidden="true">{t(`message.${fault}`)}</span>
            <Switch operation="webhook" fault={fault} />
          </span>
        ))}
      </fieldset>
    </>
  );
}

function Switch({ operation, fault }: { operation: string; fault: string }) {
  const faults = seen.value?.provider?.faults ?? [];
  const found = switchOf(faults, operation, fault);
  const what = operation === "webhook" ? t(`message.${fault as "delay"}`) : t(`fault.${fault as "delay"}`);
  return (
    <button
      type="button"
      class="switch"
      role="switch"
      aria-checked={found.on}
      aria-label={t("fault.switch", { call: t(`call.${operation as "create"}`), fault: what })}
      aria-busy={pressed.value === `${operation}.${fault}`}
      onClick={() => void turn(operation, fault, found)}
    >
      <span class="knob" aria-hidden="true" />
      <span class="struck number" aria-hidden="true">
        {found.struck > 0 && t("fault.struck", { count: found.struck })}
      </span>
    </button>
  );
}
