import { useEffect } from "preact/hooks";
import { credit, readFirst } from "../account/credit";
import type { Cart } from "../calls";
import { useCredit } from "../cart/cart";
import { money, t } from "../words";

/** Whoever has credit may pay with it first, and a card what it leaves. */
export function UseCredit({ cart }: { cart: Cart }) {
  useEffect(() => void readFirst(), [cart.version]);
  const balance = credit.value.shown?.balance;
  if (cart.credit === null && (balance === undefined || balance.amount === 0)) return null;
  return (
    <label class="method">
      <input
        type="checkbox"
        checked={cart.credit !== null}
        disabled={cart.checkout !== null}
        onChange={(event) => void useCredit(event.currentTarget.checked ? "all" : "none")}
      />
      <span>{t("pay.credit")}</span>
      {balance !== undefined && (
        <span class="muted small">{t("pay.balance", { balance: money(balance) })}</span>
      )}
    </label>
  );
}
