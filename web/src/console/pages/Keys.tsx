import { useState } from "preact/hooks";
import type { components } from "../../contract/api";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { toast } from "../../shared/parts/Toasts";
import { when } from "../../shared/words";
import { call } from "../app";
import { useLook } from "../looked";
import { Ask } from "../parts/Ask";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { t } from "../words";

type Key = components["schemas"]["SessionKey"];

const EVERY_SECONDS = 60;

/** The keys that sign sessions: never what they sign with, only which they are and how long they are needed. */
export function Keys() {
  const [asking, setAsking] = useState<"rotate" | { revoke: string } | null>(null);
  const looked = useLook<Key[]>("keys", EVERY_SECONDS, async (signal) => {
    const { body } = await call("get", "/ops/keys", { signal });
    return body.keys;
  });

  function done(said: string): void {
    setAsking(null);
    toast(said);
    looked.again();
  }

  return (
    <Page
      title={t("nav.keys")}
      lead={t("keys.lead")}
      actions={
        <>
          <LookedAt looked={looked} />
          <Button onClick={() => setAsking("rotate")}>{t("keys.rotate")}</Button>
        </>
      }
    >
      <Shown looked={looked} rows={2}>
        {(keys) => <List keys={keys} onRevoke={(revoke) => setAsking({ revoke })} />}
      </Shown>
      {asking === "rotate" && (
        <Ask
          title={t("keys.rotate.title")}
          text={t("keys.rotate.text")}
          verb={t("keys.rotate.verb")}
          body={() => ({})}
          send={async (body, key) => {
            await call("post", "/ops/keys/rotate", { body, key });
            return t("keys.rotated");
          }}
          onDone={done}
          onClose={() => setAsking(null)}
        />
      )}
      {asking !== null && asking !== "rotate" && (
        <Ask
          title={t("keys.revoke.title", { id: asking.revoke })}
          text={t("keys.revoke.text")}
          verb={t("keys.revoke.verb")}
          body={() => ({})}
          send={async (body, key) => {
            const path = { key_id: asking.revoke };
            await call("post", "/ops/keys/{key_id}/revoke", { path, body, key });
            return t("keys.revoked", { id: asking.revoke });
          }}
          onDone={done}
          onClose={() => setAsking(null)}
        />
      )}
    </Page>
  );
}

function List({ keys, onRevoke }: { keys: readonly Key[]; onRevoke: (id: string) => void }) {
  const heads = [t("keys.id"), t("keys.from"), t("keys.until"), t("stuck.do")];
  return (
    <Table caption={t("nav.keys")} heads={heads}>
      {keys.map(({ id, signs, signs_from, needed_until }) => (
        <tr key={id}>
          <Cell name={t("keys.id")}>
            <code>{id}</code> {signs && <Badge tone="good" word={t("keys.signs")} />}
          </Cell>
          <Cell name={t("keys.from")}>{signs_from === null ? t("keys.always") : when(signs_from)}</Cell>
          <Cell name={t("keys.until")}>{needed_until === null ? t("keys.in-use") : when(needed_until)}</Cell>
          <Cell name={t("stuck.do")}>
            <button type="button" data-row class="button small" onClick={() => onRevoke(id)}>
              {t("keys.revoke")}
            </button>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
