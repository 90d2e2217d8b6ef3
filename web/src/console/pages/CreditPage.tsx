import { useState } from "preact/hooks";
import type { components } from "../../contract/api";
import { Button } from "../../shared/parts/Button";
import { Field } from "../../shared/parts/Field";
import { Empty } from "../../shared/parts/States";
import { toast } from "../../shared/parts/Toasts";
import { money } from "../../shared/words";
import { call } from "../app";
import { usePages } from "../paged";
import { Ask } from "../parts/Ask";
import { More } from "../parts/More";
import { Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { Cell, Table } from "../parts/Table";
import { Ago } from "../parts/When";
import { MOST, minorUnits } from "../rules/amounts";
import { t } from "../words";

type Schemas = components["schemas"];
type Credit = Schemas["OwnersCredit"];

const EVERY_SECONDS = 30;

/** What the shop owes an owner: what is there, what came and went, and giving more. */
export function CreditPage({ owner }: { owner: string }) {
  const [account, setAccount] = useState<Credit | null>(null);
  const [asked, setAsked] = useState(false);
  const paged = usePages<Schemas["CreditEntry"]>(owner, EVERY_SECONDS, async (cursor, signal) => {
    const query = cursor === undefined ? {} : { cursor };
    const { body } = await call("get", "/ops/credit/{owner}", { path: { owner }, query, signal });
    setAccount(body);
    return { items: body.entries, next: body.next_cursor };
  });
  return (
    <Page
      title={t("credit.title")}
      lead={<Lead owner={owner} account={account} />}
      actions={<Button onClick={() => setAsked(true)}>{t("credit.give")}</Button>}
    >
      <Shown looked={paged.looked} rows={2}>
        {({ items }) => (
          <>
            {items.length === 0 ? <Empty title={t("credit.none")} /> : <Entries entries={items} />}
            <More paged={paged} />
          </>
        )}
      </Shown>
      {asked && account !== null && (
        <Grant
          owner={owner}
          currency={account.balance.currency}
          onDone={(said) => {
            setAsked(false);
            toast(said);
            paged.looked.again();
          }}
          onClose={() => setAsked(false)}
        />
      )}
    </Page>
  );
}

function Lead({ owner, account }: { owner: string; account: Credit | null }) {
  return (
    <>
      <code>{owner}</code>{" "}
      {account !== null && (
        <b class="number">
          {t("credit.balance", { balance: money(account.balance), held: money(account.held) })}
        </b>
      )}{" "}
      {account !== null && account.merged_into !== null && (
        <a href={`/console/credit/${account.merged_into}`}>{t("credit.merged")}</a>
      )}
    </>
  );
}

function Entries({ entries }: { entries: readonly Schemas["CreditEntry"][] }) {
  const heads = ["what", "when", "amount"] as const;
  return (
    <Table caption={t("credit.title")} heads={heads.map((head) => t(`credit.${head}`))}>
      {entries.map((one) => (
        <tr key={`${one.at} ${one.type} ${one.amount.amount}`}>
          <Cell name={t("credit.what")}>
            {t(`credit.${one.type}`)} <span class="muted">{one.why}</span>
          </Cell>
          <Cell name={t("credit.when")}>
            <Ago at={one.at} />
          </Cell>
          <Cell name={t("credit.amount")} end>
            <span class="number">{money(one.amount)}</span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

interface GrantProps {
  owner: string;
  currency: string;
  onDone: (said: string) => void;
  onClose: () => void;
}

function Grant({ owner, currency, onDone, onClose }: GrantProps) {
  const [text, setText] = useState("");
  const shown = (minor: number) => money({ amount: minor, currency });
  const amount = minorUnits(text, currency, MOST);
  return (
    <Ask
      title={t("credit.give")}
      text={t("credit.give.text")}
      verb={t("credit.give")}
      fields={
        <Field
          label={t("credit.amount")}
          value={text}
          onInput={setText}
          wrong={
            amount === null && text !== ""
              ? t("credit.wrong", { least: shown(1), most: shown(MOST) })
              : undefined
          }
        />
      }
      body={() => (amount === null ? null : { amount })}
      send={async (body, key) => {
        const granted = await call("post", "/ops/credit/{owner}/grant", { path: { owner }, body, key });
        return t("credit.granted", { balance: money(granted.body.balance) });
      }}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
