"""An operator's session: a link is made by who may run commands, and its code opens a session, once."""

from datetime import datetime

from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.session import operator_codes_store as codes
from functions.session import store as keys_store
from functions.session.groups import OPERATOR_PREFIX
from functions.session.token import Session, begin_operator, sign
from functions.shared import clock, ids
from functions.shared.table import ConditionRefused, transact

ACTION = "operator-session"


class CodeRefused(Exception):
    """No code of ours, spent, or past its time: which of them is nobody's business."""


class TooManyAttempts(Exception):
    """Too many codes came from one address."""


def make_code(name: str, signed: Signed) -> tuple[str, datetime]:
    """A code that opens a session for the operator of this name, and until when."""
    code, now = ids.new_operator_code(), clock.now()
    told = journal_store.entry(Entry(ACTION, OPERATOR_PREFIX + name, signed, {"made": "a link"}))
    transact([codes.create(code, name, now), told])
    return code, now + codes.GOOD_FOR


def open_operator_session(code: str, address: str) -> tuple[str, Session]:
    """A token and the session it stands for, eight hours long. Raises CodeRefused, TooManyAttempts."""
    now = clock.now()
    if not codes.count_attempt(address, now):
        raise TooManyAttempts
    found = codes.find(code)
    if found is None:
        raise CodeRefused
    session = begin_operator(found.name, ids.new_session(), now)
    ring = keys_store.key_ring()
    signed = Signed(session.owner, "", clock.timestamp(now))
    told = journal_store.entry(Entry(ACTION, session.owner, signed, {"opened": session.session_id}))
    try:
        transact([codes.spend(code, now), told])
    except ConditionRefused:
        raise CodeRefused from None
    return sign(session, ring), session
