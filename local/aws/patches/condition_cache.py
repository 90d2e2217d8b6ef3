"""DynamoDB condition expressions are checked once per text: the same few come with every transaction."""

import functools

from ministack.services import dynamodb

from local.aws.anchor import expect

SOURCE = "5213f1ffac34"
TEXTS = 4096


def apply() -> None:
    """Cache the pure syntax check."""
    check = expect(dynamodb, "_condition_syntax_error", source=SOURCE)
    dynamodb._condition_syntax_error = functools.lru_cache(TEXTS)(check)
