"""Issue a session to a new, anonymous owner or by an order's link, or renew one."""

from datetime import datetime

from functions.session import order_link, store
from functions.session.check_session import check_session
from functions.session.token import Session, begin, begin_by_link, sign
from functions.shared import ids


def issue_session(now: datetime) -> tuple[str, Session]:
    """A token and the session it stands for. Nothing is stored: the signature is the session."""
    session = begin(ids.new_owner(), ids.new_session(), now)
    return sign(session, store.key_ring()), session


def renew_session(token: str, now: datetime) -> tuple[str, Session]:
    """Another token for the session that this one stands for, signed by the newest key. The old one is good
    until it expires, or the session is signed out. Raises InvalidToken."""
    session = check_session(token, now).renewed(now)
    return sign(session, store.key_ring()), session


def open_by_link(order_id: str, key: str, now: datetime) -> tuple[str, Session]:
    """A token and the session it stands for, for this order alone and for a day. Nothing is looked up: a key
    was only ever signed for an order that exists. Raises LinkRefused."""
    ring = store.key_ring()
    order_link.check_key(order_id, key, ring, now)
    session = begin_by_link(order_id, ids.new_session(), now)
    return sign(session, ring), session
