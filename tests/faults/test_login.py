"""Whatever befalls the functions of sessions, at any call: a guest's cart comes along once, and a session
that was signed out is over."""

from collections import Counter

import pytest

from tests.faults.login_run import FUNCTIONS, TRIES, LoginRun
from tests.faults.matrix import Matrix


@pytest.fixture(scope="module")
def login_run(matrix: Matrix) -> LoginRun:
    return LoginRun(matrix.fault_run)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_fault_loses_what_a_guest_had_or_lets_a_session_go_on(login_run: LoginRun, function: str) -> None:
    cut: Counter[str] = Counter()
    found = [(case, login_run.run(case)) for case in list(login_run.cases(function, cut))]
    wrong = [f"{case}: {problems}" for case, problems in found if problems]

    assert len(found) >= 8, cut
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("times", [1, TRIES])
def test_an_issuers_answer_that_is_lost_costs_that_login_and_nothing_else(
    login_run: LoginRun, times: int
) -> None:
    assert login_run.without_the_issuers_answer(times) == []
