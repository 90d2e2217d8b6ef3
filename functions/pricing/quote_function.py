"""The function that a shop makes its own prices by: a Lambda, named by the context value quoteFunction."""

import json
import os
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.pricing.own_quote import WrongAnswer
from functions.shared import aws

VARIABLE = "QUOTE_FUNCTION"
CONNECT_SECONDS, READ_SECONDS = 0.5, 1.5
"""Two seconds in all: so long a page waits for prices."""
MAX_BYTES = 100_000


class NoAnswer(Exception):
    """It could not be asked, did not answer in time, or failed; the message is what AWS calls the
    error, or its class."""


def chosen() -> bool:
    """Whether this shop has one."""
    return bool(os.environ.get(VARIABLE))


def ask(question: dict[str, Any]) -> Any:
    """What it answers, as JSON says it: once, since whoever waits for prices waits in front of a page. Raises
    NoAnswer, WrongAnswer."""
    client = aws.client("lambda", connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS, tries=1)
    try:
        told = client.invoke(FunctionName=os.environ[VARIABLE], Payload=json.dumps(question))
        body: bytes = told["Payload"].read(MAX_BYTES + 1)
    except ClientError as refused:
        raise NoAnswer(refused.response["Error"]["Code"]) from refused
    except BotoCoreError as lost:
        raise NoAnswer(type(lost).__name__) from lost
    if "FunctionError" in told:
        raise NoAnswer("FunctionError")
    if len(body) > MAX_BYTES:
        raise WrongAnswer(f"it has more than {MAX_BYTES} bytes")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise WrongAnswer("it is not JSON") from None
