import type { Money } from "../../shared/money";
import { Notice } from "../../shared/parts/Notice";
import { type ProblemBody, Refused } from "../../shared/problem";
import { why } from "../../shared/refusals";
import type { MissingLine } from "../calls";
import { chooseDelivery, readCart, reduce } from "../cart/cart";
import { NotThere } from "../cart/Delivery";
import { waysOf } from "../cart/ways";
import { money, t } from "../words";
import type { CheckoutBody } from "./attempt";
import { paying } from "./pay";

/** What came of the button, where no order came of it. */
export function Refusal() {
  const { value } = paying;
  if (value.state === "unanswered") {
    return (
      <Notice tone="warn" alert>
        {t("pay.unanswered")}
      </Notice>
    );
  }
  if (value.state !== "refused") return null;
  const { problem, asked } = value;
  const ways = waysOf(problem);
  if (ways !== null) {
    const { country, region = null } = asked.shipping_address;
    const choose = (method: string) => void chooseDelivery({ method, country, region });
    return <NotThere country={country} ways={ways} onChoose={choose} />;
  }
  return (
    <Notice tone={problem.name === "price-changed" ? "warn" : "bad"} alert>
      <p>{sentence(problem, asked)}</p>
      <Missing lines={missing(problem)} />
    </Notice>
  );
}

/** Where it costs something else, both amounts: what was shown, and what it is. */
function sentence(problem: ProblemBody, asked: CheckoutBody): string {
  const values = amounts(problem);
  const before = money(asked.expected_total);
  if (problem.name === "price-changed" && values.total === before && asked.expected_to_pay)
    return t("pay.to-pay-changed", { ...values, before: money(asked.expected_to_pay) });
  return why(new Refused(problem), { ...values, before });
}

/** Each line that cannot be had as it is, and the one thing to do about it. */
export function Missing({ lines }: { lines: readonly MissingLine[] }) {
  if (lines.length === 0) return null;
  return (
    <ul class="missing">
      {lines.map((line) => (
        <li key={line.line_id}>
          {t("pay.missing", { name: line.name, wanted: line.wanted, available: line.available })}{" "}
          <button type="button" class="link" onClick={() => settle(line)}>
            {t(line.available > 0 ? "line.take-available" : "line.remove", { n: line.available })}
            <span class="unseen">{line.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

async function settle(line: MissingLine): Promise<void> {
  await reduce(line.line_id, line.available);
  await readCart();
}

function missing({ members }: ProblemBody): MissingLine[] {
  return Array.isArray(members.lines)
    ? (members.lines as MissingLine[]).filter((line) => "wanted" in line)
    : [];
}

function amounts({ members }: ProblemBody): Record<string, string> {
  const named = Object.entries(members).filter((entry): entry is [string, Money] => isMoney(entry[1]));
  return Object.fromEntries(named.map(([name, amount]) => [name, money(amount)]));
}

function isMoney(value: unknown): value is Money {
  return typeof value === "object" && value !== null && "amount" in value && "currency" in value;
}
