"""Whatever befalls the functions of conversations, at any call: what was acknowledged is there, once."""

from collections import Counter

import pytest

from tests.faults.matrix import Matrix
from tests.faults.talk_run import FUNCTIONS, TalkRun


@pytest.fixture(scope="module")
def talk_run(matrix: Matrix) -> TalkRun:
    return TalkRun(matrix.fault_run)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_fault_loses_a_message_or_says_it_twice(talk_run: TalkRun, function: str) -> None:
    cut: Counter[str] = Counter()
    found = [(case, talk_run.run(case)) for case in list(talk_run.cases(function, cut))]
    wrong = [f"{case}: {problems}" for case, problems in found if problems]

    assert len(found) >= 20, cut
    assert not wrong, "\n".join(wrong)
