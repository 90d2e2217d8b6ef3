"""DynamoDB condition expressions are checked once per text: the same few come with every transaction."""

import functools

from ministack.services import dynamodb

from local.aws.anchor import PatchMismatch, fingerprint

SOURCE = "5213f1ffac34"
TEXTS = 4096


def apply() -> None:
    """Cache the pure syntax check."""
    found = fingerprint(dynamodb._condition_syntax_error)
    if found != SOURCE:
        raise PatchMismatch(f"dynamodb._condition_syntax_error has changed (source {found}, expected {SOURCE})")
    dynamodb._condition_syntax_error = functools.lru_cache(TEXTS)(dynamodb._condition_syntax_error)
