"""What every step needs that gives something back: a return that an inspector has accepted."""

from functions.returns import store as returns_store
from functions.returns.returns import Return
from functions.shared.errors import TransientError


class NotAccepted(TransientError):
    """No inspector has accepted this return: no money moves and no unit either."""


def accepted_return(return_id: str) -> Return:
    """Raises NotAccepted."""
    one = returns_store.load(return_id)
    if not one.accepted:
        raise NotAccepted(one.return_id)
    return one
