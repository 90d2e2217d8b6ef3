"""The OpenAPI document itself."""

import json

from openapi_spec_validator import validate

from contract.__main__ import SERVED, text


def test_the_served_document_is_what_the_code_generates() -> None:
    assert SERVED.read_text() == text(), "run `make openapi`"


def test_the_served_document_is_valid_openapi() -> None:
    validate(json.loads(SERVED.read_text()))
