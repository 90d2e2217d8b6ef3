/** The order for which this tab was sent to a bank: whoever comes back finds it, and is not sent there again. */

import { keep, kept, ofThisTab } from "../../shared/kept";

const AT_THE_BANK = "at-the-bank";

export const atBank = (): string | null => kept<string>(AT_THE_BANK, ofThisTab());

export const isAtBank = (orderId: string): boolean => atBank() === orderId;

export const leaveForBank = (orderId: string): void => keep(AT_THE_BANK, orderId, ofThisTab());
