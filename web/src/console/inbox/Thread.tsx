import { useEffect, useRef, useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Notice } from "../../shared/parts/Notice";
import { Empty } from "../../shared/parts/States";
import { why } from "../../shared/refusals";
import { call, live } from "../app";
import { eventWord } from "../order/event-words";
import { usePages } from "../paged";
import { Shown } from "../parts/Shown";
import { When } from "../parts/When";
import type { Line } from "../rules/shapes";
import { type Said, stillUnsaid, theirTyping } from "../rules/talk";
import { t } from "../words";

const EVERY_SECONDS = 10;
const PAGE = 50;
const TYPING_MS = 3000;
const LONGEST = 2000;

/** A conversation, from its end: what was said, who is typing, and an answer. */
export function Thread({ id }: { id: string }) {
  const [unsaid, setUnsaid] = useState<Said[]>([]);
  const head = useRef<{ seq: number; online: boolean; read: number; owner: string } | null>(null);
  const paged = usePages<Line>(`thread ${id}`, EVERY_SECONDS, async (cursor, signal) => {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const path = { conversation: id };
    const { body } = await call("get", "/conversations/{conversation}/messages", { path, query, signal });
    if (cursor === undefined) head.current = { ...body, read: body.read.operator };
    return { items: body.messages.toReversed(), next: body.older_cursor };
  });
  const lines = (paged.looked.value?.items ?? []).toReversed();
  const typing = useTyping(id);
  useHeard(id, paged.looked.again);
  useRead(id, head.current?.seq ?? 0, head.current?.read ?? 0);
  const end = useRef<HTMLDivElement>(null);
  const newest = `${lines.at(-1)?.at} ${unsaid.length}`;
  useEffect(() => end.current?.scrollIntoView({ block: "nearest" }), [newest]);

  async function say(said: Said): Promise<void> {
    setUnsaid((all) => [
      ...all.filter(({ client_id }) => client_id !== said.client_id),
      { ...said, error: null },
    ]);
    try {
      const { client_id, text } = said;
      const path = { conversation: id };
      const asked = { path, body: { client_id, text }, repeatable: true };
      await call("post", "/conversations/{conversation}/messages", asked);
      paged.looked.again();
    } catch (error) {
      setUnsaid((all) => all.map((one) => (one.client_id === said.client_id ? { ...one, error } : one)));
    }
  }

  return (
    <div class="thread">
      <Shown looked={paged.looked} rows={3}>
        {() => (
          <>
            <p class="small">
              <Badge
                tone={head.current?.online ? "good" : "plain"}
                word={t(head.current?.online ? "thread.online" : "thread.away")}
              />
            </p>
            {paged.more !== null && (
              <Button kind="plain" size="small" busy={paged.reading} onClick={paged.more}>
                {t("thread.older")}
              </Button>
            )}
            {lines.length === 0 && <Empty title={t("thread.none")} />}
            <ol class="lines" aria-live="polite">
              {lines.map((line) => (
                <Told key={`${line.seq ?? line.event} ${line.at}`} line={line} />
              ))}
              {stillUnsaid(unsaid, lines).map((said) => (
                <Unsaid key={said.client_id} said={said} onAgain={() => void say(said)} />
              ))}
            </ol>
            <p class="typing muted" aria-live="polite">
              {typing ? t("thread.typing") : ""}
            </p>
            <div ref={end} />
          </>
        )}
      </Shown>
      <Answer id={id} onSay={(text) => void say({ client_id: crypto.randomUUID(), text, error: null })} />
    </div>
  );
}

function Told({ line }: { line: Line }) {
  if (line.from === "system")
    return (
      <li class="line system muted">
        {eventWord(line.event ?? "")} · <When at={line.at} />
      </li>
    );
  const who = line.from === "operator" ? (line.by ?? t("who.operator")) : t("who.customer");
  return (
    <li class={`line ${line.from}`}>
      <p class="small muted">
        {who} · <When at={line.at} />
      </p>
      <p class="text">{line.text}</p>
    </li>
  );
}

function Unsaid({ said, onAgain }: { said: Said; onAgain: () => void }) {
  return (
    <li class="line operator">
      <p class="small muted">{said.error === null ? t("thread.sending") : t("thread.unsent")}</p>
      <p class="text">{said.text}</p>
      {said.error !== null && (
        <Notice tone="bad" alert>
          {why(said.error)}{" "}
          <Button kind="plain" size="small" onClick={onAgain}>
            {t("action.retry")}
          </Button>
        </Notice>
      )}
    </li>
  );
}

function Answer({ id, onSay }: { id: string; onSay: (text: string) => void }) {
  const [text, setText] = useState("");
  const told = useRef(0);

  function type(value: string): void {
    setText(value);
    if (Date.now() - told.current < TYPING_MS) return;
    told.current = Date.now();
    live.send({ type: "typing", conversation: id });
  }

  function send(): void {
    if (text.trim() === "") return;
    onSay(text.trim());
    setText("");
  }

  return (
    <form
      class="reply"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label>
        <span class="unseen">{t("thread.answer")}</span>
        <textarea
          rows={2}
          maxLength={LONGEST}
          value={text}
          placeholder={t("thread.answer")}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
      </label>
      <Button kind="primary" submit>
        {t("thread.send")}
      </Button>
    </form>
  );
}

/** Whether the customer is writing at this moment. */
function useTyping(id: string): boolean {
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    setTyping(false);
    const stop = [
      live.on("typing", (message) => {
        if (!theirTyping(message, id)) return;
        setTyping(true);
        clearTimeout(timer);
        timer = setTimeout(() => setTyping(false), message.expires_in * 1000);
      }),
      live.on("message", ({ conversation }) => conversation === id && setTyping(false)),
    ];
    return () => {
      clearTimeout(timer);
      for (const one of stop) one();
    };
  }, [id]);
  return typing;
}

/** What is told of this conversation has it read again. */
function useHeard(id: string, again: () => void): void {
  useEffect(() => {
    const mine = ({ conversation }: { conversation: string }) => conversation === id && again();
    const stop = [live.on("message", mine), live.on("read", mine), live.on("presence", mine)];
    return () => {
      for (const one of stop) one();
    };
  }, [id]);
}

/** What somebody looks at is read, for the whole shop. */
function useRead(id: string, seq: number, read: number): void {
  useEffect(() => {
    if (seq <= read || document.visibilityState === "hidden") return;
    const path = { conversation: id };
    // Not read is no harm: the next look says it again.
    call("put", "/conversations/{conversation}/read", { path, body: { upto: seq } }).catch(() => undefined);
  }, [id, seq, read]);
}
