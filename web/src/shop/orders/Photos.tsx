import { useId, useRef, useState } from "preact/hooks";
import { why } from "../../shared/refusals";
import type { Return } from "../calls";
import { t } from "../words";
import { noMorePhotos, prepared, sendPhoto } from "./returns";

interface Props {
  of: Return;
  left: number;
  onSent: () => void;
}

/** Adds photos to a return that nobody has looked at yet. */
export function Photos({ of, left, onSent }: Props) {
  const [sending, setSending] = useState(0);
  const [wrong, setWrong] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  async function send(files: File[]): Promise<void> {
    setWrong("");
    setSending(files.length);
    for (const file of files) {
      const said = await sendOne(of, file);
      if (said !== null) {
        setWrong(said);
        break;
      }
      setSending((waiting) => waiting - 1);
    }
    setSending(0);
    if (input.current) input.current.value = "";
    onSent();
  }

  return (
    <div class="photos">
      {of.photos.length > 0 && <p class="muted small">{t("photos.sent", { n: of.photos.length })}</p>}
      {left > 0 && (
        <>
          <label class="button small" for={id}>
            {t(sending > 0 ? "photos.sending" : "photos.add", { n: sending })}
          </label>
          <input
            ref={input}
            id={id}
            class="unseen"
            type="file"
            multiple
            accept="image/*"
            disabled={sending > 0}
            onChange={(event) => void send([...(event.currentTarget.files ?? [])].slice(0, left))}
          />
        </>
      )}
      {wrong !== "" && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}

/** Null once it is there; else why it is not. */
async function sendOne(of: Return, file: File): Promise<string | null> {
  const photo = await prepared(file).catch(() => null);
  if (photo === null) return t("photos.no-picture", { name: file.name });
  try {
    await sendPhoto(of, photo);
    return null;
  } catch (error) {
    return noMorePhotos(error) ? why(error) : t("photos.failed", { name: file.name });
  }
}
