"""The provider's name and its words are known to its adapter alone; its choice is one line, and one more for
those who only ask for its limits."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.payment import provider_limits
from functions.payment.provider import provider

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"
ADAPTER = FUNCTIONS / "payment" / "stripe"
CHOICE = [
    "payment/provider.py: from functions.payment.stripe import adapter",
    "payment/provider_limits.py: from functions.payment.stripe.limits import MAXIMUM as MAXIMUM",
    "payment/provider_limits.py: from functions.payment.stripe.limits import limits as limits",
]

WORDS = (
    r"payment_?intent",
    r"requires_(action|capture|confirmation|payment_method)",
    r"(amount_capturable_updated|payment_failed)",
    r"latest_charge",
)


def lines_with(pattern: str) -> Iterator[str]:
    """Lines of everything that ships, the adapter apart."""
    for path in sorted(FUNCTIONS.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and ADAPTER not in path.parents:
            for line in path.read_text().splitlines():
                if re.search(pattern, line, re.IGNORECASE):
                    yield f"{path.relative_to(FUNCTIONS)}: {line.strip()}"


def test_the_provider_is_named_where_it_is_chosen_and_nowhere_else() -> None:
    assert list(lines_with("stripe")) == CHOICE


def test_whoever_asks_for_the_limits_alone_is_told_those_of_the_chosen_provider() -> None:
    assert provider_limits.limits is provider.limits


@pytest.mark.parametrize("words", WORDS)
def test_the_providers_words_are_spoken_by_its_adapter_alone(words: str) -> None:
    spoken = "\n".join(path.read_text() for path in ADAPTER.glob("*.py"))

    assert re.search(words, spoken, re.IGNORECASE)
    assert list(lines_with(words)) == []
