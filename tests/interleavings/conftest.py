"""The shop, with operators who have a name, say nothing, and have nowhere to write their journal."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from unittest.mock import patch

import pytest

from harness.simulator.fixture import shop as shop
from harness.simulator.simulator import Simulator
from harness.template import Template
from ops import dead_letters, operator
from ops.commands import returns as return_commands
from ops.commands import stuck as stuck_commands
from tests.interleavings.pair import Pair
from tests.interleavings.report import IN_SHORT, explore


@pytest.fixture(autouse=True, scope="module")
def operators(template: Template) -> Iterator[None]:
    outputs = [{"OutputKey": name, "OutputValue": str(value)} for name, value in template.outputs().items()]
    with ExitStack() as stack:
        stack.enter_context(patch.object(dead_letters, "_outputs", lambda: iter(outputs)))
        stack.enter_context(patch.object(operator, "signature", lambda: "ops:ada"))
        for module, speaks in (
            (return_commands, "show"),
            (return_commands, "say"),
            (stuck_commands, "show"),
            (stuck_commands, "say"),
        ):
            stack.enter_context(patch.object(module, speaks, lambda *_: None))
        stack.enter_context(patch.object(stuck_commands, "note", lambda *_: None))
        yield


@pytest.fixture
def explores(shop: Simulator, record_property: Callable[[str, object], None]) -> Callable[[Pair], None]:
    """Every schedule of a pair ends well; what was explored is told at the end of the tests."""

    def explored(pair: Pair) -> None:
        if pair.further and IN_SHORT:
            return
        finding = explore(shop, pair)
        record_property("interleavings", str(finding))
        assert not finding.failure, finding.failure

    return explored
