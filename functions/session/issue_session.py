"""Issue a session to a new, anonymous owner."""

from datetime import datetime

from functions.session import store
from functions.session.token import LIFETIME, Session, sign
from functions.shared import ids


def issue_session(now: datetime) -> tuple[str, Session]:
    """A token and the session it stands for. Nothing is stored: the signature is the session."""
    expires_at = (now + LIFETIME).replace(microsecond=0)
    session = Session(ids.new_owner(), expires_at)
    return sign(session, store.key_ring()), session
