import { useState } from "preact/hooks";
import { Badge, type Tone } from "../../shared/parts/Badge";
import { Empty } from "../../shared/parts/States";
import { money } from "../../shared/words";
import { call } from "../app";
import { usePages } from "../paged";
import { Id } from "../parts/Marks";
import { More, NotRead } from "../parts/More";
import { Page } from "../parts/Page";
import { LookedAt, Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { Tabs } from "../parts/Tabs";
import { Ago } from "../parts/When";
import { orderOf } from "../rules/ids";
import type { Returned } from "../rules/shapes";
import { t } from "../words";

const EVERY_SECONDS = 10;
const STAGES = ["REQUESTED", "STUCK", "REOPENED", "ACCEPTED", "REJECTED", "CLOSED"] as const;

type Stage = (typeof STAGES)[number];

/** Returns by their stage; those that wait for an inspector first. */
export function Returns() {
  const [stage, setStage] = useState<Stage>("REQUESTED");
  const [unreadable, setUnreadable] = useState<{ id: string; error: string }[]>([]);
  const paged = usePages<Returned>(stage, EVERY_SECONDS, async (cursor, signal) => {
    const query = { state: stage, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await call("get", "/ops/returns", { query, signal });
    setUnreadable(body.unreadable);
    return { items: body.returns, next: body.next_cursor };
  });
  const tabs = STAGES.map((one) => ({ id: one, name: t(`stage.${one}`) }));
  return (
    <Page
      title={t("nav.returns")}
      lead={t(`stage.lead.${stage}`)}
      actions={<LookedAt looked={paged.looked} />}
    >
      <Tabs
        label={t("returns.stages")}
        tabs={tabs}
        chosen={stage}
        onChoose={(id) => setStage(STAGES.find((one) => one === id) ?? "REQUESTED")}
      />
      <Shown looked={paged.looked}>
        {({ items }) => (
          <>
            {items.length === 0 ? <Empty title={t(`stage.none.${stage}`)} /> : <List returns={items} />}
            <More paged={paged} />
            <NotRead unreadable={unreadable} />
          </>
        )}
      </Shown>
    </Page>
  );
}

function List({ returns }: { returns: readonly Returned[] }) {
  const heads = [
    t("return.id"),
    t("return.stage"),
    t("return.requested"),
    t("return.reason"),
    t("return.refund"),
  ];
  return (
    <Table caption={t("nav.returns")} heads={heads}>
      {returns.map((one) => (
        <tr key={one.return_id}>
          <Cell name={t("return.id")}>
            <a data-row href={`/console/returns/${one.return_id}`}>
              <Id id={orderOf(one.return_id)} />
            </a>
          </Cell>
          <Cell name={t("return.stage")}>
            <StageMark one={one} />
          </Cell>
          <Cell name={t("return.requested")}>
            <Ago at={one.requested_at} />
          </Cell>
          <Cell name={t("return.reason")}>
            <span class="said">{one.reason}</span>
            {one.photos.length > 0 && (
              <span class="muted"> {t("return.photos", { n: one.photos.length })}</span>
            )}
          </Cell>
          <Cell name={t("return.refund")} end>
            <span class="number">{money(one.amount ?? one.estimate)}</span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

const TONES: Record<Returned["stage"], Tone> = {
  REQUESTED: "warn",
  ACCEPTED: "busy",
  REJECTED: "plain",
  CLOSED: "good",
  REOPENED: "bad",
};

export function StageMark({ one }: { one: Pick<Returned, "stage" | "stuck"> }) {
  if (one.stuck !== null && one.stuck.answer === null) return <Badge tone="bad" word={t("stage.STUCK")} />;
  return <Badge tone={TONES[one.stage]} word={t(`stage.${one.stage}`)} />;
}
