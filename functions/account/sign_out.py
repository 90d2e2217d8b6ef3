"""Sign out: a session, or all of an owner's, is refused from now on, and its open pages are told."""

from datetime import datetime

from functions.live.end_session import end_session
from functions.session import revoked_store
from functions.session.token import LONGEST_SESSION, Session
from functions.shared.write import Write


def sign_out(session: Session) -> None:
    """Every token of this session, on this device. Again changes nothing."""
    ends = max(session.expires_at, session.began + LONGEST_SESSION)
    revoked_store.revoke(session.session_id, ends)
    end_session(session.owner, session.session_id)


def sign_out_everywhere(owner: str, now: datetime, *told: Write) -> None:
    """Every session that the owner has begun until now. `told`: what is written with it. Again changes
    nothing."""
    revoked_store.revoke_all(owner, now, now + LONGEST_SESSION, *told)
    end_session(owner, None)
