"""Who asks the function that makes a shop's own prices may call that one; without one nobody may call any."""

import pytest

from functions.pricing.quote_function import VARIABLE
from harness.roles import grants, role_of
from harness.template import ACCOUNT, REGION, Template
from infra.parts.actions import INVOKE
from tests.deployments import OWN_PRICES, OWN_PRICES_ELSEWHERE

QUOTING = {"Cart", "CartMerge", "Checkouts"}


def named(template: Template) -> dict[str, str]:
    """By the functions that are told of one: which."""
    told = {name: one.properties["Environment"]["Variables"] for name, one in template.functions.items()}
    return {name: variables[VARIABLE] for name, variables in told.items() if VARIABLE in variables}


def invokable(template: Template, function: str) -> set[str]:
    granted = grants(template, role_of(template.functions[function]))
    return {resource for action, resource in granted if action == INVOKE}


def test_where_the_shops_file_makes_the_prices_nobody_is_told_of_a_function_or_may_call_one_more(
    template: Template,
) -> None:
    assert named(template) == {}
    waiting = template.functions["Wait"].arn
    assert [invokable(template, name) for name in sorted(QUOTING)] == [set(), set(), {waiting}]


@pytest.mark.parametrize(
    ("deployment", "chosen", "arn"),
    [
        ("at_once", OWN_PRICES, f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{OWN_PRICES}"),
        ("outgoing", OWN_PRICES_ELSEWHERE, OWN_PRICES_ELSEWHERE),
    ],
)
def test_those_who_quote_may_call_exactly_the_function_that_was_named(
    request: pytest.FixtureRequest, deployment: str, chosen: str, arn: str
) -> None:
    template: Template = request.getfixturevalue(deployment)
    assert named(template) == dict.fromkeys(QUOTING, chosen)
    waiting = template.functions["Wait"].arn
    assert [invokable(template, name) for name in sorted(QUOTING)] == [{arn}, {arn}, {arn, waiting}]
    others = template.functions.keys() - QUOTING
    assert [name for name in others if arn in invokable(template, name)] == []


def test_checkouts_that_are_refused_for_want_of_prices_are_looked_at_where_a_function_makes_them(
    template: Template, at_once: Template
) -> None:
    def looking(at: Template) -> set[str]:
        alarms = at.resources("AWS::CloudWatch::Alarm")
        return {one.construct for one in alarms if "prices-unavailable" in str(one.properties.get("Metrics"))}

    assert looking(template) == set()
    windows = {f"{burn}{span}" for burn in ("Fast", "Slow") for span in ("Long", "Short")}
    assert looking(at_once) == {f"CheckoutsSucceed{window}" for window in windows}
