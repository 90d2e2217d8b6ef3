import { Badge } from "../../shared/parts/Badge";
import { Totals } from "../../shared/parts/Totals";
import { date, money } from "../../shared/words";
import { Cell, Table } from "../parts/Table";
import type { Whole } from "../rules/shapes";
import { t } from "../words";

const TONES = { HELD: "busy", SOLD: "good", RELEASED: "plain" } as const;

/** The lines, what of them was delivered and came back, and where their units are held. */
export function Bought({ order }: { order: Whole }) {
  const { lines = [], totals = [], codes = [], delivered = {}, returned = {} } = order;
  const { reservation, fulfilment } = order;
  const heads = [
    t("goods.line"),
    t("goods.ordered"),
    t("goods.delivered"),
    t("goods.returned"),
    t("goods.amount"),
  ];
  return (
    <>
      <Table caption={t("part.goods")} heads={heads}>
        {lines.map((line) => (
          <tr key={line.line_id}>
            <Cell name={t("goods.line")}>
              <b>{line.name}</b> <span class="muted">{Object.values(line.options).flat().join(", ")}</span>
            </Cell>
            <Cell name={t("goods.ordered")}>{line.quantity}</Cell>
            <Cell name={t("goods.delivered")}>{delivered[line.line_id] ?? 0}</Cell>
            <Cell name={t("goods.returned")}>{returned[line.line_id] ?? 0}</Cell>
            <Cell name={t("goods.amount")} end>
              <span class="number">{money(line.line_total)}</span>
            </Cell>
          </tr>
        ))}
      </Table>
      <Totals rows={totals} />
      {codes.length > 0 && <p class="muted">{t("goods.codes", { codes: codes.join(", ") })}</p>}
      <div class="two">
        <div>
          <h3>{t("goods.reservation")}</h3>
          {reservation === null ? (
            <p class="muted">{t("goods.unreserved")}</p>
          ) : (
            <>
              <p>
                <Badge tone={TONES[reservation.state]} word={t(`reservation.${reservation.state}`)} />
              </p>
              <ul>
                {reservation.units.map(({ sku, shard, quantity }) => (
                  <li key={`${sku} ${shard}`}>{t("goods.units", { n: quantity, sku, shard })}</li>
                ))}
              </ul>
            </>
          )}
        </div>
        <div>
          <h3>{t("goods.warehouse")}</h3>
          {fulfilment?.pack_by ? (
            <ul>
              <li>{t("goods.pack-by", { at: date(fulfilment.pack_by, "moment") })}</li>
              {fulfilment.decision && (
                <li>
                  {t("goods.decision", { what: fulfilment.decision.decision })}{" "}
                  <span class="muted">{fulfilment.decision.why}</span>
                </li>
              )}
              {fulfilment.told && <li>{t("goods.told", { what: fulfilment.told })}</li>}
            </ul>
          ) : (
            <p class="muted">{t("goods.unasked")}</p>
          )}
        </div>
      </div>
    </>
  );
}
