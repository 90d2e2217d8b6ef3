import { Button } from "../shared/parts/Button";
import { Dialog } from "../shared/parts/Dialog";
import { helping } from "./keyboard";
import { t } from "./words";

const GO = "g";
const KEYS = [
  ["j", "k", "keys.rows"],
  ["Enter", "", "keys.open"],
  ["x", "", "keys.choose"],
  ["/", "", "keys.search"],
  ["?", "", "keys.help"],
  ["Esc", "", "keys.leave"],
] as const;
const PLACES = [
  ["o", "nav.orders"],
  ["s", "nav.stuck"],
  ["d", "nav.dead-letters"],
  ["r", "nav.returns"],
  ["i", "nav.inbox"],
  ["t", "nav.stock"],
  ["m", "nav.measures"],
  ["p", "nav.provider"],
  ["h", "nav.journal"],
  ["a", "nav.sales"],
  ["w", "nav.jobs"],
  ["k", "nav.keys"],
] as const;

/** What each key does. */
export function Help() {
  if (!helping.value) return null;
  const close = () => {
    helping.value = false;
  };
  return (
    <Dialog
      title={t("keys.title")}
      onClose={close}
      foot={<Button onClick={close}>{t("action.close")}</Button>}
    >
      <dl class="keys">
        {KEYS.map(([one, other, key]) => (
          <div key={key}>
            <dt>
              <kbd>{one}</kbd> {other !== "" && <kbd>{other}</kbd>}
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
        {PLACES.map(([letter, key]) => (
          <div key={key}>
            <dt>
              <kbd>{GO}</kbd> <kbd>{letter}</kbd>
            </dt>
            <dd>{t(key)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
