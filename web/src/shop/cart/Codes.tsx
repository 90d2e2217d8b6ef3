import { useRef, useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Field } from "../../shared/parts/Field";
import { announce } from "../../shared/parts/Toasts";
import type { Cart } from "../calls";
import { money, t } from "../words";
import { enterCode, cart as now, removeCode } from "./cart";
import { MOST_CODES } from "./changes";
import { whyNot } from "./codes";

type Entered = Cart["codes"][number];

/** What makes the cart cheaper: each code with what it takes off, or why nothing; and room for another. */
export function Codes({ cart }: { cart: Cart }) {
  const opener = useRef<HTMLElement>(null);
  const locked = cart.checkout !== null;

  async function remove(code: string): Promise<void> {
    if (!(await removeCode(code))) return;
    announce(t("code.removed", { code }));
    opener.current?.focus();
  }

  return (
    <div class="codes">
      {cart.codes.length > 0 && (
        <ul aria-label={t("code.entered")}>
          {cart.codes.map((entered) => (
            <Code key={entered.code} entered={entered} locked={locked} onRemove={remove} />
          ))}
        </ul>
      )}
      <details>
        <summary ref={opener}>{t("code.have")}</summary>
        {cart.codes.length < MOST_CODES ? <Enter locked={locked} /> : <p class="muted">{t("code.most")}</p>}
      </details>
    </div>
  );
}

interface CodeProps {
  entered: Entered;
  locked: boolean;
  onRemove: (code: string) => void;
}

function Code({ entered, locked, onRemove }: CodeProps) {
  const { code, applied, takes_off, why } = entered;
  return (
    <li class="code">
      <Badge tone={applied ? "good" : "warn"} word={code} />
      <button
        type="button"
        class="link"
        disabled={locked}
        aria-label={t("code.remove-named", { code })}
        onClick={() => onRemove(code)}
      >
        {t("line.remove")}
      </button>
      {applied && takes_off !== null && (
        <span class="number">{money({ ...takes_off, amount: -takes_off.amount })}</span>
      )}
      {why !== null && <span class="code-why small">{whyNot(why)}</span>}
    </li>
  );
}

/** Sent when it is wanted, not while it is typed. Why it does not apply stands at the field, and the code stays. */
function Enter({ locked }: { locked: boolean }) {
  const [code, setCode] = useState("");
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function enter(): Promise<void> {
    if (busy || code.trim() === "") return;
    setBusy(true);
    const refused = await enterCode(code);
    setBusy(false);
    setWrong(refused ?? undefined);
    if (refused !== null) return announce(refused);
    setCode("");
    announceOf(code);
  }

  return (
    <div class="enter">
      <Field
        label={t("code.label")}
        value={code}
        wrong={wrong}
        autoComplete="off"
        maxLength={32}
        onInput={setCode}
        onEnter={enter}
      />
      <Button busy={busy} disabled={locked} onClick={enter}>
        {t("code.enter")}
      </Button>
    </div>
  );
}

function announceOf(typed: string): void {
  const entered = now.value?.codes.find(({ code }) => code === typed.trim().toUpperCase());
  if (entered === undefined) return;
  const { code, takes_off } = entered;
  announce(
    takes_off === null ? t("code.applied", { code }) : t("code.applies", { code, amount: money(takes_off) }),
  );
}
