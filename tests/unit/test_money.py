import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.payment import provider_limits
from functions.payment.stripe import limits as stripe
from functions.shared.money import Money, digits

amounts = st.integers(min_value=0, max_value=10**12)


def test_money_is_shown_in_minor_units_with_its_currency() -> None:
    assert Money(1250).as_dict() == {"amount": 1250, "currency": "EUR"}


@given(amounts)
def test_money_survives_being_stored(amount: int) -> None:
    assert Money.from_dict(Money(amount).as_dict()) == Money(amount)


def test_amounts_are_added_and_multiplied_in_minor_units() -> None:
    assert Money(1250) + Money(99) == Money(1349)
    assert Money(1250) * 3 == Money(3750)


@given(amounts, amounts, st.integers(min_value=0, max_value=99))
def test_adding_then_multiplying_is_multiplying_then_adding(one: int, other: int, quantity: int) -> None:
    assert (Money(one) + Money(other)) * quantity == Money(one) * quantity + Money(other) * quantity


@given(amounts)
def test_nothing_added_is_nothing_changed(amount: int) -> None:
    assert Money(amount) + Money(0) == Money(amount)


def test_money_of_two_currencies_is_never_added() -> None:
    with pytest.raises(ValueError, match="USD"):
        Money(1) + Money(1, "USD")


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(123450), "EUR 1,234.50"),
        (Money(-5), "EUR -0.05"),
        (Money(1255, "JPY"), "JPY 1,255"),
        (Money(-1255, "JPY"), "JPY -1,255"),
        (Money(1234500, "BHD"), "BHD 1,234.500"),
        (Money(50, "BHD"), "BHD 0.050"),
    ],
)
def test_money_is_said_with_the_digits_of_its_currency(money: Money, text: str) -> None:
    assert money.text() == text


def test_money_without_a_currency_is_the_shops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURRENCY", "JPY")
    assert Money(5) == Money(5, "JPY")


def test_the_provider_counts_the_digits_of_its_currencies_as_everybody_does() -> None:
    known = [*stripe._CENTS, *stripe._WHOLE, *stripe._THOUSANDTHS]
    assert {currency: provider_limits.limits(currency).exponent for currency in known} == {
        currency: digits(currency) for currency in known
    }
