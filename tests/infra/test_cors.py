"""Pages from elsewhere: what the template holds where a deployment allows some, and where it allows none."""

from collections import defaultdict
from typing import Any

from contract.every_call import CALLS
from functions.shared import cors
from harness.routes import Route, read_routes
from harness.template import Template
from infra.parts.problems import GATEWAY_PROBLEMS
from tests.deployments import ELSEWHERE, SHOP

HEADER = "gatewayresponse.header."


def routes(template: Template) -> tuple[list[Route], list[Route]]:
    """The calls, and the preflights."""
    found = read_routes(template)
    calls = [route for route in found if route.method != "OPTIONS"]
    return calls, [route for route in found if route.method == "OPTIONS"]


def gateway_headers(template: Template) -> dict[str, dict[str, str]]:
    """By response type: the headers of what API Gateway answers by itself."""
    found = [one.properties for one in template.resources("AWS::ApiGateway::GatewayResponse")]
    return {
        one["ResponseType"]: {
            name.removeprefix(HEADER): value for name, value in one["ResponseParameters"].items()
        }
        for one in found
    }


def test_every_resource_answers_preflights_without_a_session_by_a_function_of_its_calls(
    outgoing: Template,
) -> None:
    calls, preflights = routes(outgoing)
    behind = defaultdict(set)
    for route in calls:
        behind[route.resource].add(route.function)
    asked = {route.resource: route.function for route in preflights}
    assert asked.keys() == behind.keys()
    assert all(function in behind[resource] for resource, function in asked.items())
    assert not any(route.personal for route in preflights)


def test_every_function_behind_a_call_knows_whose_pages_may_read_its_answers(outgoing: Template) -> None:
    for route in routes(outgoing)[0]:
        variables: Any = outgoing.functions[route.function].properties["Environment"]["Variables"]
        assert variables[cors.VARIABLE] == " ".join(ELSEWHERE), route.function


def test_pages_may_read_what_api_gateway_answers_by_itself(outgoing: Template) -> None:
    answers = gateway_headers(outgoing)
    assert answers.keys() == GATEWAY_PROBLEMS.keys()
    for kind, headers in answers.items():
        assert headers["Access-Control-Allow-Origin"] == "method.request.header.origin", kind
        assert headers["Vary"] == "'Origin'", kind
        assert headers["Access-Control-Expose-Headers"] == f"'{cors.RESPONSE_HEADERS}'", kind
        assert "Access-Control-Allow-Credentials" not in headers, kind


def test_where_one_origin_is_allowed_api_gateway_names_it(at_once: Template) -> None:
    for headers in gateway_headers(at_once).values():
        assert headers["Access-Control-Allow-Origin"] == f"'{SHOP}'"


def test_where_none_is_allowed_nothing_of_it_is_there(template: Template) -> None:
    assert routes(template)[1] == []
    for function in template.functions.values():
        assert cors.VARIABLE not in function.properties["Environment"]["Variables"]
    for headers in gateway_headers(template).values():
        assert not {"Vary"} & headers.keys()
        assert not any(name.startswith("Access-Control-") for name in headers)


def listed(header: str) -> set[str]:
    return set(header.split(", "))


def test_pages_may_send_and_read_every_header_that_the_document_knows() -> None:
    sent = {one["name"] for call in CALLS for one in call.parameters if one["in"] == "header"}
    assert listed(cors.REQUEST_HEADERS) == sent | {"Authorization", "Content-Type"}
    read = {name for call in CALLS for success in call.successes.values() for name in success.headers}
    forbidden_or_always_readable = {"Set-Cookie", "Cache-Control"}
    assert listed(cors.RESPONSE_HEADERS) >= read - forbidden_or_always_readable | {"Retry-After"}
    assert {call.method.upper() for call in CALLS} == listed(cors.METHODS)
