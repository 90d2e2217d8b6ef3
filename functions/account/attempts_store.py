"""How often one network address has tried to log in, in the Sessions table: item `attempts` under
`address#<hash>#<span of ten minutes>`. Each try has us ask the issuer."""

from datetime import datetime, timedelta

from functions.shared import ids
from functions.shared.table import ConditionRefused, write
from functions.shared.write import Write

TABLE = "SESSIONS_TABLE"
ATTEMPTS = "attempts"
SPAN = timedelta(minutes=10)
MOST_ATTEMPTS = 30
"""From one address in each ten minutes, right ones included: an office shares one."""


def count_attempt(address: str, now: datetime) -> bool:
    """Whether one attempt more is allowed from this address, of which only a hash is kept."""
    span = int(now.timestamp() // SPAN.total_seconds())
    attempt = Write.update(
        TABLE,
        ATTEMPTS,
        {"session_id": f"address#{ids.digest(address)}#{span}", "item": ATTEMPTS},
        "SET #attempts = if_not_exists(#attempts, :none) + :one, #expires_at = :ends",
        condition="attribute_not_exists(#attempts) OR #attempts < :most",
        values={"none": 0, "one": 1, "most": MOST_ATTEMPTS, "ends": int((now + 2 * SPAN).timestamp())},
    )
    try:
        write(attempt)
    except ConditionRefused:
        return False
    return True
