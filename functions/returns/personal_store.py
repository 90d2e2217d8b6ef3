"""What is personal in a return, taken out of it: why it was sent back, what its customer was told, the names
of its photos. What was sent back, decided and paid stays, and why it was decided so, which holds nothing
personal. For the command that erases a person (docs/decisions/0086-what-is-erased.md).
"""

from functions.order.keys import TABLE
from functions.returns.returns import Return, Stage
from functions.returns.writes import LABEL, return_key
from functions.shared.items import ERASED
from functions.shared.table import write
from functions.shared.write import Write


def erase(return_: Return) -> None:
    """Of a return that is closed. Again changes nothing. Raises ConditionRefused if it is no longer."""
    if (return_.reason, return_.photos, return_.note or ERASED) == (ERASED, (), ERASED):
        return
    changes = "SET #reason = :mark, #request_digest = :mark, #photos = :none"
    if return_.note is not None:
        changes += ", #decision.#note = :mark"
    write(
        Write.update(
            TABLE,
            LABEL,
            return_key(return_.return_id),
            changes,
            condition="#status = :closed",
            values={"mark": ERASED, "none": [], "closed": Stage.CLOSED},
        )
    )
