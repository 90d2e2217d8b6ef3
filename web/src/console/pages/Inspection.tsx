import { useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import { TextField } from "../../shared/parts/Field";
import { call } from "../app";
import { Ask } from "../parts/Ask";
import { accepted, allOf, type Inspected, isPart, notOnShelf, putBack } from "../rules/inspection";
import { t } from "../words";
import type { WholeReturn } from "./ReturnPage";

const LONGEST_NOTE = 500;

/** How many of each line are taken back, how many of those can be sold again, and what the customer is told. */
export function Inspection({ one, onDone }: { one: WholeReturn; onDone: (said: string) => void }) {
  const [units, setUnits] = useState<Inspected>(() => allOf(one.lines));
  const [note, setNote] = useState("");
  const [asking, setAsking] = useState<"accept" | "reject" | null>(null);
  const taken = Object.values(accepted(units)).reduce((all, n) => all + n, 0);
  const path = { return_id: one.return_id };
  const tell = note.trim() === "" ? null : note.trim();
  const part = isPart(units, one.lines);

  return (
    <>
      <table class="rows inspection">
        <caption class="unseen">{t("return.lines")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("goods.line")}</th>
            <th scope="col">{t("return.accepted")}</th>
            <th scope="col">{t("return.unsellable")}</th>
          </tr>
        </thead>
        <tbody>
          {one.lines.map((line) => (
            <tr key={line.line_id}>
              <td data-name={t("goods.line")}>{lineName(line)}</td>
              <td data-name={t("return.accepted")}>
                <Units
                  label={t("return.accepted-of", { line: lineName(line) })}
                  value={units[line.line_id]?.accepted ?? 0}
                  most={line.quantity}
                  onInput={(n) => setUnits(putBack(units, line.line_id, { accepted: n }))}
                />{" "}
                {t("return.of-n", { n: line.quantity })}
              </td>
              <td data-name={t("return.unsellable")}>
                <Units
                  label={t("return.unsellable-of", { line: lineName(line) })}
                  value={units[line.line_id]?.unsellable ?? 0}
                  most={units[line.line_id]?.accepted ?? 0}
                  onInput={(n) => setUnits(putBack(units, line.line_id, { unsellable: n }))}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <TextField
        label={t("return.note")}
        hint={t("return.note.hint")}
        value={note}
        onInput={setNote}
        rows={2}
        maxLength={LONGEST_NOTE}
      />
      <p class="buttons">
        <Button kind="primary" disabled={taken === 0} onClick={() => setAsking("accept")}>
          {t(part ? "return.accept-part" : "return.accept", { n: taken })}
        </Button>
        <Button onClick={() => setAsking("reject")}>{t("return.reject")}</Button>
      </p>
      {asking === "accept" && (
        <Ask
          title={t(part ? "return.accept-part" : "return.accept", { n: taken })}
          text={t("return.accept.text")}
          verb={t(part ? "return.accept-part" : "return.accept", { n: taken })}
          body={() => ({ lines: part ? accepted(units) : null, not_on_shelf: notOnShelf(units), tell })}
          send={async (body, key) => {
            await call("post", "/ops/returns/{return_id}/accept", { path, body, key });
            return t("return.accepted.done");
          }}
          onDone={onDone}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === "reject" && (
        <Ask
          title={t("return.reject")}
          text={t("return.reject.text")}
          verb={t("return.reject")}
          body={() => ({ tell })}
          send={async (body, key) => {
            await call("post", "/ops/returns/{return_id}/reject", { path, body, key });
            return t("return.rejected.done");
          }}
          onDone={onDone}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

function lineName(line: WholeReturn["lines"][number]): string {
  return line.name || line.line_id;
}

interface UnitsProps {
  label: string;
  value: number;
  most: number;
  onInput: (n: number) => void;
}

function Units({ label, value, most, onInput }: UnitsProps) {
  return (
    <select
      aria-label={label}
      value={String(value)}
      onChange={(event) => onInput(Number(event.currentTarget.value))}
    >
      {Array.from({ length: most + 1 }, (_, n) => (
        <option key={n} value={n}>
          {n}
        </option>
      ))}
    </select>
  );
}
