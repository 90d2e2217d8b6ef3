import { useEffect, useState } from "preact/hooks";
import { Button } from "../../shared/parts/Button";
import type { Order } from "../calls";
import { config } from "../checkout/config";
import { t } from "../words";
import { isAtBank, leaveForBank } from "./bank";

/** The bank asks first (3-D Secure). Its page is opened once by itself; after that there is a link, so that nobody is
 * sent in circles. */
export function BankQuestion({ order }: { order: Order }) {
  const action = order.status === "PENDING" ? order.next_action : null;
  const url = action?.url ?? null;
  useEffect(() => {
    if (url === null || isAtBank(order.order_id)) return;
    leaveForBank(order.order_id);
    location.assign(url);
  }, [url, order.order_id]);
  if (action === null) return null;
  if (url === null) return <InThePage clientSecret={action.client_secret} />;
  return (
    <a class="button primary" href={url}>
      {t("bank.answer")}
    </a>
  );
}

/** Where the bank has no page of its own, the provider's script asks over ours. */
function InThePage({ clientSecret }: { clientSecret: string }) {
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  async function ask(): Promise<void> {
    setBusy(true);
    setSaid("");
    try {
      const { stripe_publishable_key } = await config();
      if (stripe_publishable_key === null) throw new Error(t("bank.cannot"));
      const { askBank } = await import("../checkout/stripe");
      await askBank(stripe_publishable_key, clientSecret);
    } catch (error) {
      setSaid(error instanceof Error && error.message !== "" ? error.message : t("bank.cannot"));
    }
    setBusy(false);
  }
  return (
    <>
      <Button kind="primary" busy={busy} onClick={ask}>
        {t("bank.answer")}
      </Button>
      {said !== "" && <p role="alert">{said}</p>}
    </>
  );
}
