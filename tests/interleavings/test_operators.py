"""Whichever operators meet, and whatever they meet, money goes back once and the books say who did what."""

from collections.abc import Callable

import pytest

from harness.stories import Story
from tests.interleavings import commands, operators, stock_operators
from tests.interleavings.operators import OFTEN, STOPS, inspections, pairs
from tests.interleavings.pair import Pair
from tests.interleavings.report import FURTHER

RETURN = "ret_" + "a" * 32 + "_" + "b" * 8


@pytest.mark.parametrize(
    "story", STOPS if FURTHER else OFTEN, ids=lambda story: f"{story.machine}: {story.name}"
)
def test_operators_at_one_stop_do_not_work_against_each_other(
    story: Story, explores: Callable[[Pair], None]
) -> None:
    for pair in pairs(story):
        explores(pair)


@pytest.mark.parametrize("pair", list(inspections()), ids=lambda pair: pair.name)
def test_inspectors_of_one_return_come_to_one_decision(pair: Pair, explores: Callable[[Pair], None]) -> None:
    explores(pair)


def test_every_command_that_changes_something_is_brought_together_with_others() -> None:
    met = {typed[0] for typed in stock_operators.COMMANDS.values()}
    for undecided in (True, False):
        facts = {"subject": RETURN, "keeps": 0, "undecided": undecided}
        met |= {typed[0] for typed in operators.commands_for(facts).values()}

    assert commands.names() == met | commands.ASKS_ONLY | commands.ELSEWHERE.keys()
