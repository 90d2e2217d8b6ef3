"""What API Gateway answers by itself has the shape of the functions' own answers, and says when to repeat."""

import json
from typing import Any

import pytest

from harness.template import Template

KINDS = {
    "AUTHORIZER_FAILURE": "503",
    "AUTHORIZER_CONFIGURATION_ERROR": "503",
    "INTEGRATION_FAILURE": "504",
    "INTEGRATION_TIMEOUT": "504",
    "THROTTLED": "429",
    "DEFAULT_5XX": "502",
}
"""Those that are to be repeated, and the statuses that they are given."""


def answers(template: Template) -> dict[str, Any]:
    found = template.resources("AWS::ApiGateway::GatewayResponse")
    return {one.properties["ResponseType"]: one.properties for one in found}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_to_be_repeated_says_after_how_many_seconds(template: Template, kind: str) -> None:
    answer = answers(template)[kind]

    assert answer.get("StatusCode") == KINDS[kind]
    after = answer["ResponseParameters"]["gatewayresponse.header.Retry-After"]
    assert int(after.removeprefix("'").removesuffix("'")) > 0


def test_whatever_is_refused_for_good_does_not_ask_for_a_repeat(template: Template) -> None:
    for kind in answers(template).keys() - KINDS.keys():
        assert "gatewayresponse.header.Retry-After" not in answers(template)[kind]["ResponseParameters"]


def test_every_answer_of_the_gateway_is_a_problem(template: Template) -> None:
    for answer in answers(template).values():
        parameters = answer["ResponseParameters"]
        assert parameters["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
        told = json.loads(answer["ResponseTemplates"]["application/json"])
        assert str(told["status"]) == answer["StatusCode"]
