"""Whichever operators meet, and whatever they meet, money goes back once and the books say who did what."""

from collections.abc import Callable

import pytest

from tests.faults.stories import Story
from tests.interleavings.operators import STOPS, pairs
from tests.interleavings.report import explore
from tests.stage.stage import Stage


@pytest.mark.parametrize("story", STOPS, ids=lambda story: f"{story.machine}: {story.name}")
def test_operators_at_one_stop_do_not_work_against_each_other(
    stage: Stage, story: Story, record_property: Callable[[str, object], None]
) -> None:
    for pair in pairs(story):
        finding = explore(stage, pair)
        record_property("interleavings", str(finding))
        assert not finding.failure, finding.failure
