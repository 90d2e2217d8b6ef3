import { useState } from "preact/hooks";
import { Badge } from "../../shared/parts/Badge";
import { Button } from "../../shared/parts/Button";
import { Field } from "../../shared/parts/Field";
import { Empty } from "../../shared/parts/States";
import { toast } from "../../shared/parts/Toasts";
import { call } from "../app";
import { usePages } from "../paged";
import { Ask } from "../parts/Ask";
import { More } from "../parts/More";
import { Page } from "../parts/Page";
import { Progress } from "../parts/Progress";
import { LookedAt, Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import type { Sku } from "../rules/shapes";
import { t } from "../words";

const EVERY_SECONDS = 10;
const LOW = 5;

type What = "available" | "count" | "shards";

/** The stock, SKU by SKU: what there is, where it is spread, and how it is set right. */
export function Stock() {
  const [asking, setAsking] = useState<{ what: What; sku: Sku } | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const paged = usePages<Sku>("stock", EVERY_SECONDS, async (cursor, signal) => {
    const query = { limit: 50, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await call("get", "/ops/stock", { query, signal });
    return { items: body.stock, next: body.next_cursor };
  });
  const again = () => paged.looked.again();

  return (
    <Page title={t("nav.stock")} lead={t("stock.lead")} actions={<LookedAt looked={paged.looked} />}>
      {job !== null && <Progress key={job} jobId={job} title={t("stock.job")} onEnd={again} />}
      <Shown looked={paged.looked}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <Empty title={t("stock.none")} />
            ) : (
              <List stock={items} onAsk={(what, sku) => setAsking({ what, sku })} />
            )}
            <More paged={paged} />
          </>
        )}
      </Shown>
      {asking !== null && (
        <Change
          {...asking}
          onJob={setJob}
          onDone={(said) => {
            setAsking(null);
            if (said !== "") toast(said);
            again();
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </Page>
  );
}

function List({ stock, onAsk }: { stock: readonly Sku[]; onAsk: (what: What, sku: Sku) => void }) {
  const heads = ["sku", "available", "held", "sold", "received", "shards", "do"] as const;
  return (
    <Table caption={t("nav.stock")} heads={heads.map((head) => t(`stock.${head}`))}>
      {stock.map((one) => (
        <tr key={one.sku}>
          <Cell name={t("stock.sku")}>
            <b>{one.name}</b> <code class="muted">{one.sku}</code>{" "}
            {one.withdrawn && <Badge tone="plain" word={t("stock.withdrawn")} />}
          </Cell>
          <Cell name={t("stock.available")}>
            <Available n={one.available} />
          </Cell>
          <Cell name={t("stock.held")}>{one.held}</Cell>
          <Cell name={t("stock.sold")}>{one.sold}</Cell>
          <Cell name={t("stock.received")}>
            {one.received} <Balance one={one} />
          </Cell>
          <Cell name={t("stock.shards")}>
            {t("stock.spread", { active: one.active, shards: one.shards })}
          </Cell>
          <Cell name={t("stock.do")}>
            <span class="buttons">
              <button type="button" data-row class="button small" onClick={() => onAsk("available", one)}>
                {t("stock.set")}
              </button>
              <Button size="small" onClick={() => onAsk("count", one)}>
                {t("stock.recount")}
              </Button>
              <Button size="small" onClick={() => onAsk("shards", one)}>
                {t("stock.respread")}
              </Button>
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

function Available({ n }: { n: number }) {
  if (n === 0) return <Badge tone="bad" word={t("stock.out")} />;
  return n <= LOW ? <Badge tone="warn" word={t("stock.low", { n })} /> : <span>{n}</span>;
}

/** The promise in the row's own numbers: nothing is lost, nothing comes from nowhere. */
function Balance({ one: { available, held, sold, received } }: { one: Sku }) {
  const off = received - available - held - sold;
  return off === 0 ? null : <Badge tone="bad" word={t("stock.off", { n: off })} />;
}

interface ChangeProps {
  what: What;
  sku: Sku;
  onJob: (id: string) => void;
  onDone: (said: string) => void;
  onClose: () => void;
}

function Change({ what, sku: { sku, name, available, active }, onJob, onDone, onClose }: ChangeProps) {
  const [text, setText] = useState(
    what === "shards" ? String(active) : what === "available" ? String(available) : "",
  );
  const n = /^\d{1,7}$/.test(text.trim()) ? Number(text) : null;
  return (
    <Ask
      title={t(`stock.title.${what}`, { name })}
      text={t(`stock.text.${what}`)}
      verb={t("stock.verb")}
      fields={
        <Field
          label={t(`stock.field.${what}`)}
          value={text}
          onInput={setText}
          wrong={n === null && text !== "" ? t("stock.whole") : undefined}
        />
      }
      body={() => (n === null ? null : { n })}
      send={async ({ n: units, why }, key) => {
        const path = { sku };
        if (what === "count") {
          const asked = { path, body: { counted: units, why }, key };
          const { body } = await call("post", "/ops/stock/{sku}/count", asked);
          onJob(body.job_id);
          return "";
        }
        if (what === "shards") {
          const asked = { path, body: { active: units, why }, key };
          const { body } = await call("post", "/ops/stock/{sku}/shards", asked);
          return t("stock.spread.done", { name, n: body.active });
        }
        const asked = { path, body: { available: units, why }, key };
        const { body } = await call("post", "/ops/stock/{sku}/available", asked);
        return t("stock.set.done", { name, n: body.available });
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
