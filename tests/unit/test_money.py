import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.shared.money import ZERO, Money

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
    assert Money(amount) + ZERO == Money(amount)


def test_money_of_two_currencies_is_never_added() -> None:
    with pytest.raises(ValueError, match="USD"):
        Money(1) + Money(1, "USD")
