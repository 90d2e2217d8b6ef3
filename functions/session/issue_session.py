"""Issue a session to a new, anonymous owner, or renew one."""

from datetime import datetime

from functions.session import store
from functions.session.token import Session, begin, sign, verify
from functions.shared import ids


def issue_session(now: datetime) -> tuple[str, Session]:
    """A token and the session it stands for. Nothing is stored: the signature is the session."""
    session = begin(ids.new_owner(), ids.new_session(), now)
    return sign(session, store.key_ring()), session


def renew_session(token: str, now: datetime) -> tuple[str, Session]:
    """Another token for the session that this one stands for, signed by the newest key. The old one is good
    until it expires. Raises InvalidToken."""
    ring = store.key_ring()
    session = verify(token, ring, now).renewed(now)
    return sign(session, ring), session
