import "../order.css";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { forget, keep, kept, ofThisTab } from "../../shared/kept";
import { Button } from "../../shared/parts/Button";
import { Failed, Loading } from "../../shared/parts/States";
import { has } from "../../shared/words";
import { type ConversationLine, live } from "../calls";
import { type Key, t, when } from "../words";
import { nameOf, type Unsent } from "./lines";
import { openTalk, type Talk } from "./talk";

const EVERY_MS = 5000;
const LONGEST = 2000;

interface Props {
  conversation: string;
  heading: string;
  main?: boolean;
}

/** What the customer and the shop say to each other: about an order, or about none. */
export function Conversation({ conversation, heading, main }: Props) {
  const talk = useMemo(() => openTalk(conversation), [conversation]);
  useEffect(() => {
    void talk.read();
    const timer = setInterval(() => {
      if (live.state.value !== "open" && document.visibilityState === "visible") void talk.read();
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      talk.end();
    };
  }, [talk]);
  const Heading = main ? "h1" : "h2";
  const lines = talk.lines.value;
  return (
    <section class="card talk" aria-labelledby={`talk-${conversation}`}>
      <div class="talk-head">
        <Heading id={`talk-${conversation}`} tabIndex={-1}>
          {heading}
        </Heading>
        <span class={talk.online.value ? "following on" : "following"}>
          {t(talk.online.value ? "talk.online" : "talk.away")}
        </span>
      </div>
      {lines === null && (talk.failed.value ? <Failed onRetry={talk.read} /> : <Loading rows={2} />)}
      {lines !== null && <Lines talk={talk} lines={lines} />}
      <Writing talk={talk} conversation={conversation} />
    </section>
  );
}

function Lines({ talk, lines }: { talk: Talk; lines: ConversationLine[] }) {
  const end = useRef<HTMLDivElement>(null);
  const unsent = talk.unsent.value;
  const last = (lines.at(-1)?.seq ?? 0) + unsent.length;
  useEffect(() => {
    const box = end.current?.parentElement;
    if (box) box.scrollTop = box.scrollHeight;
  }, [last]);
  return (
    <div class="talk-lines" role="log" aria-label={t("talk.log")} tabIndex={0}>
      {talk.older.value !== null && (
        <Button size="small" kind="plain" onClick={talk.readOlder}>
          {t("talk.older")}
        </Button>
      )}
      {lines.length === 0 && unsent.length === 0 && <p class="muted">{t("talk.empty")}</p>}
      {lines.map((line) =>
        line.from === "system" ? (
          <Event key={nameOf(line)} line={line} />
        ) : (
          <Message key={nameOf(line)} line={line} />
        ),
      )}
      {unsent.map((one) => (
        <Sending key={one.client_id} one={one} onAgain={() => talk.again(one.client_id)} />
      ))}
      {talk.typing.value && <p class="muted small typing">{t("talk.typing")}</p>}
      <div ref={end} />
    </div>
  );
}

function Message({ line }: { line: ConversationLine }) {
  const mine = line.from === "customer";
  return (
    <div class={mine ? "message mine" : "message"}>
      <span class="unseen">{t(mine ? "talk.you" : "talk.shop")}</span>
      <p>{line.text}</p>
      <time class="small number" dateTime={line.at}>
        {when(line.at)}
      </time>
    </div>
  );
}

function Event({ line }: { line: ConversationLine }) {
  const key = `event.${line.event}`;
  if (!has(key)) return null;
  return (
    <p class="event muted small">
      {t(key as Key)} · <span class="number">{when(line.at)}</span>
    </p>
  );
}

function Sending({ one, onAgain }: { one: Unsent; onAgain: () => void }) {
  return (
    <div class="message mine unsent">
      <p>{one.text}</p>
      <span class="small">
        {t(one.failed ? "talk.not-sent" : "talk.sending")}{" "}
        {one.failed && (
          <button type="button" class="link" onClick={onAgain}>
            {t("action.retry")}
          </button>
        )}
      </span>
    </div>
  );
}

/** What is being written survives a reload, in this tab. */
function Writing({ talk, conversation }: { talk: Talk; conversation: string }) {
  const name = `writing ${conversation}`;
  const [text, setText] = useState(() => kept<string>(name, ofThisTab()) ?? "");
  function write(next: string): void {
    setText(next);
    keep(name, next, ofThisTab());
    if (next.trim() !== "") talk.writes();
  }
  function send(): void {
    const said = text.trim();
    if (said === "") return;
    talk.say(said);
    setText("");
    forget(name, ofThisTab());
  }
  return (
    <form
      class="writing"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        rows={2}
        maxLength={LONGEST}
        aria-label={t("talk.write")}
        placeholder={t("talk.write")}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <Button submit kind="primary" disabled={text.trim() === ""}>
        {t("talk.send")}
      </Button>
      {talk.wrong.value !== null && (
        <p class="wrong" role="alert">
          {talk.wrong.value}
        </p>
      )}
    </form>
  );
}
