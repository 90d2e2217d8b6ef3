import type { Money } from "../../shared/money";
import { Notice } from "../../shared/parts/Notice";
import { type ProblemBody, Refused } from "../../shared/problem";
import { why } from "../../shared/refusals";
import type { MissingLine } from "../calls";
import { readCart, reduce } from "../cart/cart";
import { money, t } from "../words";
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
  const { problem } = value;
  return (
    <Notice tone="bad" alert>
      <p>{why(new Refused(problem), amounts(problem))}</p>
      <Missing lines={missing(problem)} />
    </Notice>
  );
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
