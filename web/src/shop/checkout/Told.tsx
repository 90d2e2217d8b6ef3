import { Notice } from "../../shared/parts/Notice";
import type { Cart } from "../calls";
import { countryName } from "../cart/ways";
import { money, t } from "../words";
import type { Followed } from "./useFollowing";

/** To where the address is it costs something else: what it did, and what it does. */
export function Told({ cart, followed }: { cart: Cart; followed: Followed | null }) {
  if (followed === null || !("after" in followed) || followed.version !== cart.version) return null;
  const { country, before, after } = followed;
  return (
    <Notice tone="warn">
      {t("pay.changed-there", {
        country: countryName(country),
        total: money(after),
        before: money(before),
      })}
    </Notice>
  );
}
