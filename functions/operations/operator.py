"""Which operator calls. The authorizer's policy keeps others out already; who acts on a call looks again."""

from collections.abc import Mapping
from typing import Any

from functions.session.groups import OPERATOR_PREFIX, OPERATORS


class NotAnOperator(Exception):
    """The caller's session is not an operator's."""


def operator_of(event: Mapping[str, Any]) -> str:
    """The name of the operator whose session API Gateway's proxy event (format 1.0) came with. Raises
    NotAnOperator."""
    caller = (event.get("requestContext") or {}).get("authorizer") or {}
    owner, groups = str(caller.get("owner", "")), str(caller.get("groups", "")).split(",")
    name = owner.removeprefix(OPERATOR_PREFIX)
    if OPERATORS not in groups or not name or name == owner:
        raise NotAnOperator
    return name
