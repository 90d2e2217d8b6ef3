"""The OpenAPI document itself."""

import json
import re

import pytest
from openapi_spec_validator import validate

from contract.__main__ import SERVED, SERVED_MESSAGES, text, text_of_messages
from contract.openapi import TO_BE_REPEATED
from contract.words import WORDS
from infra.parts.problems import GATEWAY_PROBLEMS
from local.front.proxy import AGAIN_SECONDS

DOCUMENT = json.loads(SERVED.read_text())
CALLS = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
UNSAID_4XX, UNSAID_5XX = (400,), (500, 502)
"""What API Gateway answers where a gateway response leaves the status to it."""


def test_the_served_document_is_what_the_code_generates() -> None:
    assert SERVED.read_text() == text(), "run `make openapi`"


def test_the_served_messages_are_what_the_code_generates() -> None:
    assert SERVED_MESSAGES.read_text() == text_of_messages(), "run `make openapi`"


def test_every_reference_of_the_messages_leads_somewhere() -> None:
    document = json.loads(SERVED_MESSAGES.read_text())
    for pointer in re.findall(r'"\$ref": "#/([^"]+)"', SERVED_MESSAGES.read_text()):
        found = document
        for part in pointer.split("/"):
            found = found[part]
        assert found, pointer


def test_every_operation_has_a_tag_and_is_described() -> None:
    tags = {tag["name"] for tag in json.loads(SERVED.read_text())["tags"]}
    for call, operation in CALLS.items():
        assert set(operation["tags"]) <= tags, call
        assert operation["tags"], call
        assert operation["description"], call


def test_the_served_document_is_valid_openapi() -> None:
    validate(json.loads(SERVED.read_text()))


@pytest.mark.parametrize("call", CALLS)
def test_every_call_says_what_it_is_about_and_what_one_has_to_know(call: str) -> None:
    """As Spectral's rules for OpenAPI ask (operation-tags, -tag-defined, -description, -operationId-...)."""
    said = CALLS[call]

    (tag,) = said["tags"]
    assert tag in {one["name"] for one in DOCUMENT["tags"]}
    assert said["summary"].strip()
    assert said["description"].endswith(".")
    assert said["description"] != said["summary"]
    assert re.fullmatch(r"[A-Za-z0-9]+", said["operationId"])
    placed = {one["name"] for one in said.get("parameters", []) if one["in"] == "path"}
    assert placed == set(re.findall(r"{(\w+)}", call))


def test_the_document_says_whose_it_is_where_it_is_served_and_what_its_tags_mean() -> None:
    """info-contact, info-license, info-description, oas3-api-servers, openapi-tags, tag-description."""
    assert DOCUMENT["info"].keys() >= {"title", "version", "description", "contact", "license"}
    assert [server["url"] for server in DOCUMENT["servers"]] == ["/api"]
    assert all(one["description"].strip() for one in DOCUMENT["tags"])
    names = [one["name"] for one in DOCUMENT["tags"]]
    assert sorted(names) == sorted({said["tags"][0] for said in CALLS.values()}), "each is some call's"
    ids = [said["operationId"] for said in CALLS.values()]
    assert len(ids) == len(set(ids))


def test_no_word_is_said_of_a_call_that_there_is_not() -> None:
    assert WORDS.keys() == {said["operationId"] for said in CALLS.values()}


@pytest.mark.parametrize("call", CALLS)
def test_every_answer_of_the_gateway_is_in_the_document_of_every_call(call: str) -> None:
    for kind, (said, name, _) in GATEWAY_PROBLEMS.items():
        if said == 404 or (said == 401 and not CALLS[call]["security"]):
            continue  # of paths that are not in the document, or where nobody is asked for a session
        for status in (said,) if said else UNSAID_4XX if kind == "DEFAULT_4XX" else UNSAID_5XX:
            assert f"/api/problems/{name}" in problems(call, status), f"{kind} answers {status} {name}"


@pytest.mark.parametrize("call", CALLS)
def test_every_answer_of_the_edge_is_in_the_document_of_every_call(call: str) -> None:
    assert all("/api/problems/try-again" in problems(call, status) for status in AGAIN_SECONDS)
    assert "/api/problems/body-too-large" in problems(call, 413)


@pytest.mark.parametrize("call", CALLS)
def test_whatever_is_to_be_repeated_says_after_how_long(call: str) -> None:
    for status in TO_BE_REPEATED:
        assert CALLS[call]["responses"][str(status)]["headers"]["Retry-After"]["required"] is True


def problems(call: str, status: int) -> list[str]:
    """The types of the problems that may be answered with this status."""
    content = CALLS[call]["responses"][str(status)]["content"]["application/problem+json"]
    found: list[str] = content["schema"]["allOf"][1]["properties"]["type"]["enum"]
    return found
