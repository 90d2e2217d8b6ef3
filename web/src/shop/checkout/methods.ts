/** Ways to pay in a shop without a provider's key: the sandbox's cards, each with what it is there to show. */

import type { Key } from "../words";

export interface Method {
  /** As the payment provider calls it. */
  id: string;
  card: string;
  does: Key;
}

export const METHODS: readonly Method[] = [
  { id: "pm_card_visa", card: "Visa ···· 4242", does: "method.approve" },
  { id: "pm_card_visa_chargeDeclined", card: "Visa ···· 0002", does: "method.decline" },
  { id: "pm_card_visa_chargeDeclinedInsufficientFunds", card: "Visa ···· 9995", does: "method.no-funds" },
  { id: "pm_card_authenticationRequired", card: "Visa ···· 3184", does: "method.bank" },
  { id: "pm_sandbox_slow", card: "Visa ···· 0707", does: "method.slow" },
  { id: "pm_sandbox_lostAnswer", card: "Visa ···· 0404", does: "method.lost" },
];
