import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { Dialog } from "../../shared/parts/Dialog";
import { Field } from "../../shared/parts/Field";
import { Notice } from "../../shared/parts/Notice";
import { why as reasonOf } from "../../shared/refusals";
import type { Wish } from "../rules/wish";
import { wishFor } from "../rules/wish";
import { t } from "../words";

export interface Change<B> {
  title: string;
  /** What will come of it. */
  text: ComponentChildren;
  /** On the button: what is done. */
  verb: string;
  /** What else it takes, beside why. */
  fields?: ComponentChildren;
  /** The body without `why`, or null while the fields do not say enough. */
  body: () => B | null;
  /** Sends it, once for each key. What it answers is said afterwards. */
  send: (body: B & { why: string }, key: string) => Promise<string>;
  onDone: (said: string) => void;
  onClose: () => void;
}

const LONGEST_WHY = 200;

/** Asks for the reason of a change, sends it, and stays until it is known what came of it. */
export function Ask<B extends object>(change: Change<B>) {
  const { title, text, verb, fields, body, send, onDone, onClose } = change;
  const [why, setWhy] = useState("");
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const wish = useRef<Wish | null>(null);
  const form = useRef<HTMLFormElement>(null);

  async function press(): Promise<void> {
    const own = body();
    if (busy) return;
    if (why.trim() === "" || own === null) {
      setMissing(true);
      // The field that is wrong, else the last one, which asks why.
      const fields = form.current?.querySelectorAll<HTMLElement>("input:not([hidden])") ?? [];
      const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
      return (wrong ?? fields[fields.length - 1])?.focus();
    }
    const whole = { ...own, why: why.trim() };
    wish.current = wishFor(wish.current, whole, () => crypto.randomUUID());
    setBusy(true);
    setError(null);
    try {
      onDone(await send(whole, wish.current.key));
    } catch (refused) {
      setError(refused);
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={title}
      onClose={() => !busy && onClose()}
      foot={
        <>
          <Button onClick={onClose} disabled={busy}>
            {t("action.leave")}
          </Button>
          <Button kind="primary" busy={busy} onClick={press}>
            {busy ? t("action.busy") : verb}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          void press();
        }}
      >
        <div class="muted">{text}</div>
        {fields}
        <Field
          label={t("why.label")}
          value={why}
          onInput={setWhy}
          maxLength={LONGEST_WHY}
          hint={t("why.hint")}
          wrong={missing && why.trim() === "" ? t("why.missing") : undefined}
        />
        <input type="submit" hidden />
      </form>
      {error !== null && (
        <Notice tone="bad" alert>
          {reasonOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}
