"""Who may call a function or fill a queue is who does: rules, routes and authorizers, each for itself."""

from collections import Counter

from harness.template import Template
from tests.privilege.callers import intended, permitted


def test_every_rule_route_and_authorizer_may_make_its_call(template: Template) -> None:
    lacking = [
        f"{call}: nothing permits it" for call in Counter(intended(template)) - Counter(permitted(template))
    ]

    assert not lacking, "\n".join(lacking)


def test_nobody_else_may_call(template: Template) -> None:
    unused = [
        f"{call}: nothing in the app does"
        for call in Counter(permitted(template)) - Counter(intended(template))
    ]

    assert not unused, "\n".join(unused)
