"""Check a token: whether it is ours and in time, and whether its session was signed out since."""

from datetime import datetime

from functions.session import revoked_store, store
from functions.session.token import InvalidToken, Session, verify


def check_session(token: str, now: datetime) -> Session:
    """The session that the token stands for. One read. Raises InvalidToken."""
    session = verify(token, store.key_ring(), now)
    if revoked_store.is_revoked(session.owner, session.session_id, int(session.began.timestamp())):
        raise InvalidToken("its session was signed out")
    return session
