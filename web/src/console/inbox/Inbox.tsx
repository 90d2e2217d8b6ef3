import { useEffect, useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { call, live } from "../app";
import { usePages } from "../paged";
import { Id } from "../parts/Marks";
import { More } from "../parts/More";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Tabs } from "../parts/Tabs";
import { Ago } from "../parts/When";
import type { Conversation } from "../rules/shapes";
import { theirTyping } from "../rules/talk";
import { t } from "../words";
import { Thread } from "./Thread";

const EVERY_SECONDS = 10;

/** Everybody's conversations, those with something unread first; beside them the chosen one. */
export function Inbox({ chosen }: { chosen: string | null }) {
  const [which, setWhich] = useState<"all" | "unread">("all");
  const paged = usePages<Conversation>(`inbox ${which}`, EVERY_SECONDS, async (cursor, signal) => {
    const query = {
      ...(which === "unread" ? { unread: true } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { body } = await call("get", "/conversations", { query, signal });
    return { items: body.conversations, next: body.next_cursor };
  });
  const again = paged.looked.again;
  useEffect(() => {
    const stop = [live.on("unread", again), live.on("message", again), live.on("read", again)];
    return () => {
      for (const one of stop) one();
    };
  }, []);
  const typing = useTypingIn();
  const unread = paged.looked.value?.items.filter((one) => one.unread > 0).length ?? 0;

  return (
    <Page
      title={t("nav.inbox")}
      lead={
        paged.looked.value === null
          ? undefined
          : t(unread === 0 ? "inbox.lead.none" : "inbox.lead", { n: unread })
      }
      actions={<LookedAt looked={paged.looked} />}
    >
      <div class={chosen === null ? "inbox" : "inbox reading"}>
        <section class="card list" aria-label={t("inbox.list")}>
          <Tabs
            label={t("inbox.which")}
            tabs={[
              { id: "all", name: t("inbox.all") },
              { id: "unread", name: t("inbox.unread") },
            ]}
            chosen={which}
            onChoose={(id) => setWhich(id === "unread" ? "unread" : "all")}
          />
          <Shown looked={paged.looked}>
            {({ items }) => (
              <>
                {items.length === 0 && <Empty title={t(which === "unread" ? "inbox.read" : "inbox.none")} />}
                <ul>
                  {items.map((one) => (
                    <li key={one.conversation}>
                      <Row
                        one={one}
                        chosen={one.conversation === chosen}
                        typing={typing.has(one.conversation)}
                      />
                    </li>
                  ))}
                </ul>
                <More paged={paged} />
              </>
            )}
          </Shown>
        </section>
        {chosen !== null && <Chosen id={chosen} />}
      </div>
    </Page>
  );
}

function Row({ one, chosen, typing }: { one: Conversation; chosen: boolean; typing: boolean }) {
  const { conversation, order_id, last, unread } = one;
  return (
    <a
      data-row
      class={unread > 0 ? "talk unread" : "talk"}
      href={`/console/inbox/${conversation}`}
      aria-current={chosen ? "true" : undefined}
    >
      <span class="talk-head">
        <span>{order_id === null ? t("inbox.support") : <Id id={order_id} />}</span>
        {last && <Ago at={last.at} />}
      </span>
      <span class="talk-last">
        <span class="said">
          {typing ? (
            <em>{t("thread.typing")}</em>
          ) : (
            last &&
            t("inbox.last", {
              who: t(last.from === "operator" ? "who.shop" : "who.customer"),
              text: last.text,
            })
          )}
        </span>
        {unread > 0 && <Badge tone="warn" word={t("inbox.n-unread", { n: unread })} />}
      </span>
    </a>
  );
}

function Chosen({ id }: { id: string }) {
  return (
    <section class="card" aria-label={t("inbox.chosen")}>
      <p class="talk-where">
        <a href="/console/inbox" class="narrow-only">
          {t("inbox.back")}
        </a>
        {id.startsWith("ord_") ? (
          <a href={`/console/orders/${id}`}>
            {t("inbox.order")} <Id id={id} />
          </a>
        ) : (
          <span class="muted">{t("inbox.support")}</span>
        )}
      </p>
      <Thread key={id} id={id} />
    </section>
  );
}

/** In which conversations a customer is writing at this moment. */
function useTypingIn(): ReadonlySet<string> {
  const [typing, setTyping] = useState<ReadonlySet<string>>(new Set());
  useEffect(
    () =>
      live.on("typing", (message) => {
        const id = message.conversation;
        if (!theirTyping(message, id)) return;
        setTyping((all) => new Set([...all, id]));
        setTimeout(
          () => setTyping((all) => new Set([...all].filter((one) => one !== id))),
          message.expires_in * 1000,
        );
      }),
    [],
  );
  return typing;
}
