import { Button } from "../../shared/parts/Button";
import type { Chosen } from "../chosen";
import { Choose } from "../parts/Choose";
import { Id, shortId } from "../parts/Marks";
import { Cell, Table } from "../parts/Table";
import { Ago } from "../parts/When";
import { orderOf } from "../rules/ids";
import type { Waiting } from "../rules/stuck";
import { t } from "../words";

interface GroupProps {
  group: readonly Waiting[];
  chosen: Chosen;
  onAll: () => void;
  onOne: (what: "retry" | "settle", one: Waiting) => void;
}

/** All that stand for the same cause, which is repaired once. */
export function StuckGroup({ group, chosen, onAll, onOne }: GroupProps) {
  const [first] = group;
  if (first === undefined) return null;
  const heads = [t("stuck.what"), t("stuck.tries"), t("stuck.since"), t("stuck.do")];
  return (
    <section class="card">
      <header class="card-head">
        <div>
          <h2>
            {first.kind === "set-aside" ? t("stuck.set-aside") : t("stuck.at", { state: first.state ?? "?" })}
          </h2>
          <p class="cause">
            <b>{first.error}</b> {first.cause}
          </p>
        </div>
        {group.length > 1 && (
          <Button size="small" onClick={onAll}>
            {t("stuck.retry-group", { n: group.length })}
          </Button>
        )}
      </header>
      <Table
        caption={first.error}
        heads={heads}
        choose={<Choose ids={group.map(({ id }) => id)} name={t("chosen.all")} chosen={chosen} />}
      >
        {group.map((one) => (
          <tr key={`${one.kind} ${one.id}`}>
            <Cell name={t("stuck.what")}>
              <Choose ids={[one.id]} name={t("chosen.one", { name: shortId(one.id) })} chosen={chosen} />
              <a data-row href={`/console/orders/${orderOf(one.id)}`}>
                <Id id={one.id} />
              </a>
            </Cell>
            <Cell name={t("stuck.tries")}>{one.tries ?? "?"}</Cell>
            <Cell name={t("stuck.since")}>
              <Ago at={one.at} />
            </Cell>
            <Cell name={t("stuck.do")}>
              <span class="buttons">
                <Button size="small" kind="primary" onClick={() => onOne("retry", one)}>
                  {t("stuck.retry")}
                </Button>
                {one.kind !== "set-aside" && (
                  <Button size="small" onClick={() => onOne("settle", one)}>
                    {t("stuck.settle")}
                  </Button>
                )}
              </span>
            </Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
