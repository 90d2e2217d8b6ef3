"""Why a payment was declined, in our own words: what a customer can do something about is told apart, all
else is REFUSED. What a provider says stays with its adapter (0095)."""

from enum import StrEnum


class Decline(StrEnum):
    INSUFFICIENT_FUNDS = "insufficient-funds"
    LIMIT_REACHED = "limit-reached"
    CARD_EXPIRED = "card-expired"
    DETAILS_WRONG = "details-wrong"
    CARD_NOT_ACCEPTED = "card-not-accepted"
    """For this kind of purchase, or in this currency."""
    NOT_CONFIRMED = "not-confirmed"
    """The bank asked its customer (3-D Secure), and was not told that it is them, or not in time."""
    BANK_UNREACHABLE = "bank-unreachable"
    """The bank did not answer, or asks for another try: nothing is wrong with the card."""
    REFUSED = "refused"
    """The bank says no, and no more."""


ADVICE = {
    Decline.INSUFFICIENT_FUNDS: "There is not enough money on the card. Pay with another one.",
    Decline.LIMIT_REACHED: "The card's limit is reached. Pay with another one, or ask your bank to raise it.",
    Decline.CARD_EXPIRED: "The card has expired. Pay with another one.",
    Decline.DETAILS_WRONG: "The card's number, date or code is not right. Check them and pay again.",
    Decline.CARD_NOT_ACCEPTED: "The card cannot be used for this purchase. Pay with another one.",
    Decline.NOT_CONFIRMED: "Your bank was not told that it is you. Pay again, and answer your bank.",
    Decline.BANK_UNREACHABLE: "Your bank could not be asked. Pay again in a while, or with another card.",
    Decline.REFUSED: "Your bank says no, and does not say why. Pay with another card, or ask your bank.",
}
"""What each means and what to do, for whoever pays."""
