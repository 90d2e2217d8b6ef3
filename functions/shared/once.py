"""Work that is done once: Powertools' idempotency, with its records in the table Idempotency."""

import os
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)

from functions.shared.table import client


class Once:
    """One call at a time for each key does the work; a repeat of a finished one is answered from its record.

    `argument` names the keyword argument that the key is taken from: all of it, or what the JMESPath `key`
    selects; what `compared` selects has to be the same in a repeat. `prefix` tells this work's records from
    others'. A call that fails leaves no record, a call that dies leaves one until its Lambda's time is over.
    Raises Powertools' IdempotencyAlreadyInProgressError, IdempotencyValidationError and others of theirs.
    """

    def __init__(
        self,
        work: Callable[..., Any],
        *,
        argument: str,
        prefix: str,
        seconds: int,
        key: str = "",
        compared: str = "",
    ) -> None:
        self._config = IdempotencyConfig(
            event_key_jmespath=key,
            payload_validation_jmespath=compared,
            expires_after_seconds=seconds,
            hash_function="sha256",
        )
        # A store of its own: Powertools' store keeps the first configuration that it is given.
        store = DynamoDBPersistenceLayer(os.environ["IDEMPOTENCY_TABLE"], boto3_client=client())
        self._guarded: Callable[..., Any] = idempotent_function(
            work,
            data_keyword_argument=argument,
            persistence_store=store,
            config=self._config,
            key_prefix=prefix,
        )

    def begin(self, context: Any) -> None:
        """An invocation begins: should it die, its record blocks others no longer than it can have lived."""
        self._config.register_lambda_context(context)

    def __call__(self, **given: Any) -> Any:
        return self._guarded(**given)
