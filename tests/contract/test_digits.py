"""Pages count minor units as the shop does, which counts them as the provider (tests/unit/test_money.py)."""

import re

from functions.payment.provider_limits import MAXIMUM
from functions.shared import money
from harness.template import ROOT

SOURCES = ROOT / "web" / "src"


def test_pages_know_the_digits_of_every_currency() -> None:
    listed = re.findall(r'^  (\d): "([A-Z ]+)",$', (SOURCES / "shared/money.ts").read_text(), re.MULTILINE)
    assert {int(digits): names for digits, names in listed} == money._OTHER_DIGITS


def test_the_console_takes_as_much_at_once_as_the_provider() -> None:
    assert f"export const MOST = {MAXIMUM:_};" in (SOURCES / "console/rules/amounts.ts").read_text()
