"""End the connections of who signed out."""

from functions.live import store
from functions.live.connection import standing
from functions.live.end_connection import end_connection
from functions.live.messages import SIGNED_OUT
from functions.shared import clock


def end_session(owner: str, session_id: str | None) -> None:
    """Those that this session of the owner's opened; with None, all of the owner's. They are told so. Again
    changes nothing. Whoever opens one beside this finds out that the session is over (open_connection.py).
    Raises TransientError, and what AWS raises, where the table did not answer."""
    for one in standing(store.followers(owner, clock.now())):
        if one.owner == owner and session_id in (None, one.session):
            end_connection(one, SIGNED_OUT)
