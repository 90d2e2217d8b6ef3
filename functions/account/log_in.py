"""Log in: the code of an issuer of accounts becomes a session, once, however often it is said.

    1. the code is spent at the issuer        lost: it is spent, and opened nothing. The customer logs in anew
    2. the session is written down            from here on the same login finds it, and which one it follows
    3. the guest's cart and orders come along safe to repeat
    4. the session that was there before ends safe to repeat

A session is always a new one: whoever knew the old one knows nothing of it.
"""

import os
import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.account import issuer, logins_store
from functions.account.bring_along import Brought, bring_along
from functions.account.id_token import Person
from functions.account.sign_out import sign_out
from functions.operator import journal_store
from functions.operator.journal import Entry
from functions.session import store as keys_store
from functions.session.groups import OPERATORS, order_of_link
from functions.session.revoked_store import is_revoked
from functions.session.token import Session, begin_customer, begin_operator, sign
from functions.shared import ids
from functions.shared.write import Write

ACTION = "log-in"
OPERATORS_PAGE = "/console/signed-in"
CUSTOMERS_PAGE = "/signed-in"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class RedirectRefused(Exception):
    """The address is none of the shop's pages to which its issuer may send somebody back."""


class OperatorsOnly(Exception):
    """The console is for the group of operators, in which the account is not."""


@dataclass(frozen=True)
class Login:
    """What a client sends: the issuer's code, the verifier that it made up, the page it was sent back to."""

    code: str = field(repr=False)
    code_verifier: str = field(repr=False)
    redirect_uri: str

    @property
    def for_console(self) -> bool:
        return self.redirect_uri.endswith(OPERATORS_PAGE)


def redirect_pages() -> tuple[str, ...]:
    """The addresses that the issuer may send somebody back to: two of each of the shop's origins."""
    origins = os.environ["LOGIN_ORIGINS"].split()
    return tuple(origin + page for origin in origins for page in (CUSTOMERS_PAGE, OPERATORS_PAGE))


def log_in(login: Login, before: Session | None, now: datetime) -> tuple[str, Session, Brought]:
    """A token, the session that it stands for, and what became of the guest's cart. `before`: the session
    that the call came with, which may have been signed out: of that nothing is taken.

    Raises RedirectRefused, OperatorsOnly, IdTokenRefused, CodeRefused, IssuerSilent, Contended.
    """
    if login.redirect_uri not in redirect_pages():
        raise RedirectRefused
    session = logins_store.find(login.code, login.code_verifier, now) or _opened(login, before, now)
    brought = Brought.NONE
    if before is not None and before.session_id != session.session_id:
        if session.kind == "customer" and _brings_something(before):
            brought = bring_along(session.owner, before.owner)
        sign_out(before)
    return sign(session, keys_store.key_ring()), session, brought


def _brings_something(before: Session) -> bool:
    """A guest's session that goes on."""
    guest = before.kind == "guest" and order_of_link(before.owner) is None
    return guest and not is_revoked(before.owner, before.session_id, int(before.began.timestamp()))


def _opened(login: Login, before: Session | None, now: datetime) -> Session:
    person = issuer.person_of(login.code, login.code_verifier, login.redirect_uri)
    session = _session_of(person, login, now)
    if before is not None and session.kind == "customer" and _brings_something(before):
        session = replace(session, follows=before.session_id)
    told = [_told(session)] if session.kind == "operator" else []
    return logins_store.save(login.code, login.code_verifier, session, person.email, now, told)


def _session_of(person: Person, login: Login, now: datetime) -> Session:
    """An account is a customer in the storefront, whatever groups it is in: what opens the console is asked
    for there."""
    owner = ids.owner_of_account(os.environ["OIDC_ISSUER"], person.subject)
    if not login.for_console:
        return begin_customer(owner, ids.new_session(), now)
    if OPERATORS not in person.groups:
        raise OperatorsOnly
    name = person.name if _NAME.fullmatch(person.name) else owner.removeprefix("own_")
    return begin_operator(name, ids.new_session(), now)


def _told(session: Session) -> Write:
    signed = journal_store.signed(session.owner, "")
    return journal_store.entry(Entry(ACTION, session.owner, signed, {"opened": session.session_id}))
