"""Stripe's test payment methods and how each behaves (https://docs.stripe.com/testing), and two of the
sandbox's own, whose provider misbehaves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Decline:
    code: str
    decline_code: str | None
    message: str


@dataclass(frozen=True)
class TestCard:
    """`needs_bank`: the bank wants to see the customer (3-D Secure) before a decline or success is known.
    `slow`: confirming takes some seconds. `answer_lost`: it is confirmed, and nobody hears of it."""

    brand: str
    last4: str
    decline: Decline | None = None
    needs_bank: bool = False
    slow: bool = False
    answer_lost: bool = False


GENERIC_DECLINE = Decline("card_declined", "generic_decline", "Your card was declined.")
_NO_FUNDS = Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.")
_LOST = Decline("card_declined", "lost_card", "Your card was declined.")
_EXPIRED = Decline("expired_card", None, "Your card has expired.")
_PROCESSING = Decline(
    "processing_error",
    None,
    "An error occurred while processing your card. Try again in a little bit.",
)

CARDS = {
    "pm_card_visa": TestCard("visa", "4242"),
    "pm_card_mastercard": TestCard("mastercard", "4444"),
    "pm_card_visa_chargeDeclined": TestCard("visa", "0002", GENERIC_DECLINE),
    "pm_card_chargeCustomerFail": TestCard("visa", "0341", GENERIC_DECLINE),
    "pm_card_visa_chargeDeclinedInsufficientFunds": TestCard("visa", "9995", _NO_FUNDS),
    "pm_card_visa_chargeDeclinedLostCard": TestCard("visa", "9987", _LOST),
    "pm_card_chargeDeclinedExpiredCard": TestCard("visa", "0069", _EXPIRED),
    "pm_card_chargeDeclinedProcessingError": TestCard("visa", "0119", _PROCESSING),
    "pm_card_authenticationRequired": TestCard("visa", "3184", needs_bank=True),
    "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds": TestCard(
        "visa", "3178", _NO_FUNDS, needs_bank=True
    ),
    "pm_sandbox_slow": TestCard("visa", "0707", slow=True),
    "pm_sandbox_lostAnswer": TestCard("visa", "0404", answer_lost=True),
}
