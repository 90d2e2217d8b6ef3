"""How the function that makes a shop's own prices is called, and what of its answers is none."""

import io
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError, ResponseStreamingError

from functions.pricing import quote_function
from functions.pricing.own_quote import WrongAnswer
from functions.pricing.quote_function import MAX_BYTES, NoAnswer, ask

ENDPOINT = "https://lambda.eu-west-1.amazonaws.com"


class Lambda:
    """AWS's, as a client of it sees one call."""

    def __init__(self, body: bytes, **more: Any) -> None:
        self._answer = {"StatusCode": 200, "Payload": io.BytesIO(body), **more}
        self.invoked: list[dict[str, Any]] = []

    def invoke(self, **params: Any) -> dict[str, Any]:
        self.invoked.append(params)
        return self._answer


class Torn(io.BytesIO):
    def read(self, *_: Any) -> bytes:
        raise ResponseStreamingError(error="cut off")


def answering(monkeypatch: pytest.MonkeyPatch, service: Any) -> None:
    monkeypatch.setenv("QUOTE_FUNCTION", "own-prices")
    monkeypatch.setattr(quote_function.aws, "client", lambda *_, **__: service)


def test_it_is_sent_the_question_as_json_and_its_answer_is_read_as_json(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = Lambda(b'{"total": 1}')
    answering(monkeypatch, service)
    assert ask({"goods": []}) == {"total": 1}
    assert service.invoked == [{"FunctionName": "own-prices", "Payload": json.dumps({"goods": []})}]


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 90_000, b"1" * 5_000])
def test_what_is_not_json_is_no_answer_that_could_be_right(
    monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    answering(monkeypatch, Lambda(body))
    with pytest.raises(WrongAnswer, match="not JSON"):
        ask({})


def test_what_does_not_end_is_read_so_far_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, Lambda(b" " * MAX_BYTES + b"1"))
    with pytest.raises(WrongAnswer, match="more than 100000 bytes"):
        ask({})


def test_a_function_that_failed_has_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, Lambda(b'{"total": 1}', FunctionError="Unhandled"))
    with pytest.raises(NoAnswer):
        ask({})


def test_an_answer_that_is_cut_off_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, Lambda(b"", Payload=Torn()))
    with pytest.raises(NoAnswer, match="ResponseStreamingError"):
        ask({})


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (ReadTimeoutError(endpoint_url=ENDPOINT), "ReadTimeoutError"),
        (ClientError({"Error": {"Code": "AccessDeniedException"}}, "Invoke"), "AccessDeniedException"),
    ],
)
def test_a_silence_is_named_by_what_aws_calls_it_or_by_its_class(
    monkeypatch: pytest.MonkeyPatch, error: Exception, named: str
) -> None:
    class Silent(Lambda):
        def invoke(self, **params: Any) -> dict[str, Any]:
            raise error

    answering(monkeypatch, Silent(b""))
    with pytest.raises(NoAnswer, match=f"^{named}$"):
        ask({})
