"""What functions make anew that a process should make once, counted over their invocations."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import boto3
import pydantic
import stripe
from aws_lambda_powertools.event_handler import ApiGatewayResolver
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer, IdempotencyConfig
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from pydantic._internal._model_construction import ModelMetaclass

from functions.payment.stripe.kept_connections import KeptConnections
from functions.shared.observe import logger
from harness.invocation import current

CLIENT, RECORD, LINE = "client of", "log record", "log line"

MADE_ONCE: dict[str, type] = {
    "client of the provider": stripe.StripeClient,
    "connections to the provider": KeptConnections,
    "resolver": ApiGatewayResolver,
    "type adapter": pydantic.TypeAdapter,
    "serializer": TypeSerializer,
    "deserializer": TypeDeserializer,
    "configuration of idempotency": IdempotencyConfig,
    "store of idempotency": DynamoDBPersistenceLayer,
}

Made = Counter[tuple[str, str]]
"""By function and what was made."""


@contextmanager
def counting_what_is_made() -> Iterator[Made]:
    """Of all invocations meanwhile. Log records are counted beside the lines that were written of them."""
    made: Made = Counter()

    def note(what: str) -> None:
        invocation = current()
        if invocation is not None:
            made[invocation.name, what] += 1

    def noting(what: Callable[..., str], real: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **kwargs: Any) -> Any:
            note(what(*args, **kwargs))
            return real(*args, **kwargs)

        return noted

    def made_client(_session: Any, service_name: str, *_: Any, **__: Any) -> str:
        return f"{CLIENT} {service_name}"

    with ExitStack() as stack:

        def watch(owner: Any, name: str, what: Callable[..., str]) -> None:
            stack.enter_context(patch.object(owner, name, noting(what, getattr(owner, name))))

        watch(boto3.Session, "client", made_client)
        watch(ModelMetaclass, "__new__", lambda *_, **__: "model")
        for what, kind in MADE_ONCE.items():
            watch(kind, "__init__", lambda *_, what=what, **__: what)
        watch(logging.getLogger(logger.name), "makeRecord", lambda *_, **__: RECORD)
        for handler in logger.handlers:
            watch(handler, "emit", lambda *_: LINE)
        yield made
