"""What is asked of the shop before the first customer comes."""

import json
from dataclasses import dataclass, field
from subprocess import CompletedProcess

import pytest

from chaos.conduct import issued
from chaos.plan import GIFT
from local.running import DidNotStart
from ops.amounts import minor_units


@dataclass
class Shop:
    """Answers a command as one that issues what it is asked for, or refuses with `stderr`."""

    stderr: str = ""
    commands: list[tuple[str, ...]] = field(default_factory=list)

    def ops(self, *command: str) -> "CompletedProcess[str]":
        self.commands.append(command)
        codes = json.dumps({"codes": ["A"] * int(command[1])})
        return CompletedProcess(command, 2 if self.stderr else 0, codes, self.stderr)


def test_gift_codes_are_asked_for_as_the_command_takes_amounts() -> None:
    shop = Shop()

    assert issued(shop, 3) == ["A", "A", "A"]

    ((_, number, worth, *_),) = shop.commands
    assert (number, minor_units(worth)) == ("3", GIFT)


def test_what_the_shop_refuses_ends_the_run_with_its_words() -> None:
    with pytest.raises(DidNotStart, match="issue-gift-codes: ops: AMOUNT: EUR from"):
        issued(Shop("ops: AMOUNT: EUR from 0.01 to 999999.99\n"), 3)
