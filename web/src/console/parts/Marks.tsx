import { Badge, type Tone } from "../../shared/parts/Badge";
import type { Decline, Status } from "../rules/shapes";
import { t } from "../words";

const TONES: Record<Status, Tone> = {
  PENDING: "busy",
  CANCELLING: "warn",
  CONFIRMED: "busy",
  FULFILLING: "busy",
  COMPLETED: "good",
  CANCELLED: "plain",
  RETURNED: "plain",
};

export function StatusMark({ status }: { status: Status }) {
  return <Badge tone={TONES[status]} word={t(`status.${status}`)} />;
}

export function ReasonText({ reason }: { reason: string | null | undefined }) {
  return reason ? <span class="muted">{reasonWord(reason)}</span> : null;
}

export function reasonWord(reason: string): string {
  const key = REASONS.find((one) => one === reason);
  return key === undefined ? reason : t(`reason.${key}`);
}

export const declineWord = (decline: Decline): string => t(`decline.${decline}`);

const REASONS = [
  "out-of-stock",
  "code-used-up",
  "credit-short",
  "payment-declined",
  "checkout-failed",
  "cancelled-by-customer",
  "rejected-by-shop",
  "not-packed-in-time",
] as const;

/** An order's id, as much of it as tells it from others, with the end that its customer is shown; all of it on hovering. */
export function Id({ id }: { id: string }) {
  return (
    <code class="id" title={id}>
      {shortId(id)}
    </code>
  );
}

export function shortId(id: string): string {
  return id.replace(/([a-z2-7]{6})[a-z2-7]{22}([a-z2-7]{4})/, "$1…$2");
}
