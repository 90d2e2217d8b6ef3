"""End all sessions of an owner: whose account was closed, or whose token somebody else has."""

import re
from typing import Any

from functions.account.sign_out import sign_out_everywhere
from functions.operations.errors import TargetUnknown
from functions.operator import journal_store
from functions.operator.journal import Entry, Signed
from functions.shared import clock

ACTION = "end-sessions"
OWNER = re.compile(r"own_[a-z2-7]{16,52}|op_[A-Za-z0-9][A-Za-z0-9._-]{0,63}|link_ord_[a-z2-7]{32}")
"""A customer or guest, an operator, or whoever came by an order's link."""


def end_sessions(owner: str, signed: Signed) -> dict[str, Any]:
    """`{owner, ended_until}`: every session that the owner has begun until then, on whatever device, sockets
    included. The journal is told in the same transaction. Raises TargetUnknown for what is no owner."""
    if not OWNER.fullmatch(owner):
        raise TargetUnknown(f"{owner!r} is no owner (own_..., op_..., link_ord_...)")
    now = clock.now().replace(microsecond=0)
    told = journal_store.entry(Entry(ACTION, owner, signed, {"until": clock.timestamp(now)}))
    sign_out_everywhere(owner, now, told)
    return {"owner": owner, "ended_until": clock.timestamp(now)}
