"""The state machine of a refund of an amount, as the app ships it."""

from tests.infra.machines import shipped

SHIPPED = shipped("refund")
STATES = SHIPPED["States"]


def test_a_refund_goes_straight_to_its_end() -> None:
    path = [SHIPPED["StartAt"]]
    while "Next" in STATES[path[-1]]:
        path.append(STATES[path[-1]]["Next"])
    assert path == ["GiveMoneyBack", "CloseRefund"]
    assert set(STATES) == {*path, "AwaitOperator"}


def test_what_an_operator_sends_on_begins_anew() -> None:
    assert STATES["AwaitOperator"]["Next"] == "GiveMoneyBack"
    assert {one["Next"] for one in STATES["AwaitOperator"]["Catch"]} == {"GiveMoneyBack"}
