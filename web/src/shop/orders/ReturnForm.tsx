import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { TextField } from "../../shared/parts/Field";
import { toast } from "../../shared/parts/Toasts";
import { why } from "../../shared/refusals";
import type { Order } from "../calls";
import { Stepper } from "../parts/Stepper";
import { t } from "../words";
import { prepared, sendPhoto, sendReturn } from "./returns";

interface Props {
  order: Order;
  /** Units by line that can go back. */
  left: Map<string, number>;
  onClose: () => void;
  onSent: () => void;
}

interface Picture {
  photo: Blob;
  shown: string;
}

const LONGEST_REASON = 500;

/** Which units, why, and how it looks. */
export function ReturnForm({ order, left, onClose, onSent }: Props) {
  const [units, setUnits] = useState(() => new Map<string, number>());
  const [reason, setReason] = useState("");
  const [pictures, setPictures] = useState<Picture[]>([]);
  const [told, setTold] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  // One key for one wish: as long as it says the same, a repeat is the same return.
  const key = useRef({ key: "", says: "" });
  const all = [...units.values()].reduce((sum, n) => sum + n, 0);

  const shown = useRef<string[]>([]);
  useEffect(() => () => shown.current.forEach(URL.revokeObjectURL), []);

  async function take(files: FileList | null): Promise<void> {
    for (const file of [...(files ?? [])].slice(0, 10 - pictures.length)) {
      const photo = await prepared(file).catch(() => null);
      if (photo === null) setWrong(t("photos.no-picture", { name: file.name }));
      else show(photo);
    }
  }

  function show(photo: Blob): void {
    const address = URL.createObjectURL(photo);
    shown.current.push(address);
    setPictures((before) => [...before, { photo, shown: address }]);
  }

  async function send(event: Event): Promise<void> {
    event.preventDefault();
    setTold(true);
    setWrong("");
    if (busy || all === 0 || reason.trim() === "") return;
    setBusy(true);
    const says = JSON.stringify([reason.trim(), ...units]);
    if (key.current.says !== says) key.current = { key: crypto.randomUUID(), says };
    try {
      const sent = await sendReturn(order.order_id, key.current.key, oneLine(reason), units);
      const failed = await sendAll(sent, pictures);
      toast(failed === 0 ? t("returns.sent") : t("photos.some-failed", { n: failed }));
      onSent();
    } catch (error) {
      setWrong(why(error));
      setBusy(false);
    }
  }

  return (
    <form class="return-form" onSubmit={send} noValidate>
      <fieldset>
        <legend>{t("returns.which")}</legend>
        {order.lines
          .filter((line) => left.has(line.line_id))
          .map((line) => (
            <Units
              key={line.line_id}
              name={line.name}
              most={left.get(line.line_id) ?? 0}
              n={units.get(line.line_id) ?? 0}
              onChange={(n) => setUnits(new Map(units).set(line.line_id, n))}
            />
          ))}
        {told && all === 0 && <p class="wrong">{t("returns.none")}</p>}
      </fieldset>
      <TextField
        label={t("returns.why")}
        value={reason}
        maxLength={LONGEST_REASON}
        wrong={told && reason.trim() === "" ? t("wrong.required") : undefined}
        onInput={setReason}
      />
      <div class="pictures">
        {pictures.map(({ shown }, n) => (
          <img key={shown} src={shown} alt={t("photos.nth", { n: n + 1 })} />
        ))}
        <label class="button small">
          {t("photos.add", { n: 0 })}
          <input
            class="unseen"
            type="file"
            multiple
            accept="image/*"
            onChange={(event) => void take(event.currentTarget.files)}
          />
        </label>
      </div>
      {wrong !== "" && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <div class="actions">
        <Button onClick={onClose}>{t("returns.not-now")}</Button>
        <Button submit kind="primary" busy={busy}>
          {t(busy ? "returns.sending" : all === 0 ? "returns.send-none" : "returns.send", { n: all })}
        </Button>
      </div>
    </form>
  );
}

function Units({
  name,
  most,
  n,
  onChange,
}: {
  name: string;
  most: number;
  n: number;
  onChange: (n: number) => void;
}) {
  return (
    <div class="return-units">
      <span>{name}</span>
      <Stepper
        name={name}
        n={n}
        shown={t("returns.of", { n, most })}
        fewest={0}
        most={most}
        onStep={(more) => onChange(n + more)}
      />
    </div>
  );
}

/** How many could not be sent: they can be added again below. */
async function sendAll(sent: Parameters<typeof sendPhoto>[0], pictures: Picture[]): Promise<number> {
  let failed = 0;
  for (const { photo } of pictures) await sendPhoto(sent, photo).catch(() => (failed += 1));
  return failed;
}

/** The shop takes a reason on one line. */
const oneLine = (text: string): string => text.trim().replace(/\s+/g, " ");
