"""Whatever befalls the functions of the socket, once, at any call: whoever looks sees the order as it is."""

from collections import Counter

import pytest

from tests.faults.live_run import FUNCTIONS, LiveRun
from tests.faults.matrix import Matrix


@pytest.fixture(scope="module")
def live_run(matrix: Matrix) -> LiveRun:
    return LiveRun(matrix.fault_run)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_fault_leaves_a_page_behind(live_run: LiveRun, function: str) -> None:
    cut: Counter[str] = Counter()
    found = [(case, live_run.run(case)) for case in list(live_run.cases(function, cut))]
    wrong = [f"{case}: {problems}" for case, problems in found if problems]

    assert len(found) >= 5, cut
    assert not wrong, "\n".join(wrong)
