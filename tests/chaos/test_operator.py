"""What an operator was told and is not so is a broken promise."""

from typing import Any

import pytest

from chaos.operator import Desk, Operator
from chaos.shop import Answer, Door
from chaos.verdict import violations
from tests.chaos.test_verdict import KEY, played, told

ORDER = "ord_a"


def judged(desk: Desk, *talk: tuple[int, str]) -> list[str]:
    run = played(told((KEY, 201, "a")), a=("COMPLETED", None))
    run.desk, run.talks = desk, {ORDER: list(talk)}
    return violations(run)


@pytest.mark.parametrize(
    ("talk", "wrong"),
    [
        ([(1, "tab"), (2, "answer-1")], False),
        ([(1, "tab")], True),
        ([(1, "answer-1"), (2, "tab")], True),
        ([(1, "tab"), (2, "answer-1"), (3, "answer-1")], True),
        ([(1, "tab"), (3, "answer-1")], True),
    ],
    ids=["kept", "lost", "moved", "twice", "gap"],
)
def test_an_answer_that_was_acknowledged_is_there_once(talk: list[tuple[int, str]], wrong: bool) -> None:
    found = judged(Desk(said={ORDER: {"answer-1": 2}}), *talk)
    assert bool(found) == wrong
    assert all(one.startswith("operator: ") for one in found)


def test_what_surprised_the_operator_is_told() -> None:
    assert judged(Desk(surprises=["odd"])) == ["operator: odd"]


class Office(Door):
    """Answers by path."""

    answers: dict[str, list[Answer]]

    def __init__(self, **answers: list[Answer]) -> None:
        super().__init__("", 1)
        self.answers = {f"/{path}": list(given) for path, given in answers.items()}

    def call(self, method: str, path: str, *_: Any, **__: Any) -> Answer:
        return self.answers[path].pop(0)


def operator_at(office: Office) -> Operator:
    """Who does nothing by themselves."""
    operator = Operator.__new__(Operator)
    operator.desk, operator._token, operator._door = Desk(), "", office
    return operator


@pytest.mark.parametrize(
    ("answers", "surprised"),
    [
        ([Answer(200, {"verdict": "ACCEPTED"})] * 2, False),
        ([Answer(409, {}), Answer(409, {})], False),
        ([Answer(200, {"verdict": "ACCEPTED"}), Answer(200, {"verdict": "REJECTED"})], True),
        ([Answer(422, {}), Answer(422, {})], True),
    ],
    ids=["the same twice", "not any more", "another answer", "not understood"],
)
def test_a_change_is_answered_twice_the_same(answers: list[Answer], surprised: bool) -> None:
    operator = operator_at(Office(x=answers))
    assert operator._changes("/x", "key") == (answers[0].status == 200)
    assert bool(operator.desk.surprises) == surprised


@pytest.mark.parametrize(
    ("actions", "surprised"), [(["accept-return"], False), ([], True), (["accept-return"] * 2, True)]
)
def test_what_was_decided_stands_in_the_journal_once(actions: list[str], surprised: bool) -> None:
    journal = Answer(200, {"entries": [{"action": one} for one in actions]})
    operator = operator_at(Office(**{"api/ops/journal?target=ret_1": [journal]}))
    operator._is_in_the_journal("ret_1", "accept-return")
    assert bool(operator.desk.surprises) == surprised


@pytest.mark.parametrize(
    ("answers", "surprised"),
    [
        ([Answer(201, {"refund_id": "rfd_1"})] * 2, False),
        ([Answer(409, {"left": 50}), Answer(409, {"left": 0})], False),
        ([Answer(201, {"refund_id": "rfd_1"}), Answer(201, {"refund_id": "rfd_2"})], True),
        ([Answer(500, {})] * 2, True),
    ],
    ids=["the same twice", "not any more", "another refund", "broken"],
)
def test_an_amount_is_given_back_once_for_a_key(answers: list[Answer], surprised: bool) -> None:
    found = Answer(200, {"orders": [{"order_id": ORDER}]})
    lists = {"api/ops/orders?status=COMPLETED&limit=1": [found]}
    operator = operator_at(Office(**lists, **{f"api/ops/orders/{ORDER}/refunds": answers}))
    operator._gives_back()
    assert bool(operator.desk.surprises) == surprised
