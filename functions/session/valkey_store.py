"""Session data in Valkey, or Redis: a hash for each session, which the server forgets by itself."""

from datetime import datetime, timedelta

from functions.session import valkey
from functions.session.data import KEPT_FOR, REMEMBERED_FOR, to_be_renewed
from functions.session.session_store import StoreSilent

PREFIX = "session:"
"""Of every key: the user of the functions may touch no other (infra/stacks/cache.py)."""

STORE = """
local written = redis.call('HGET', KEYS[1], 'written_at')
if written and tonumber(written) > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'written_at', ARGV[1], 'owner', ARGV[3], 'data', ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
"""
"""A script runs alone, and the data never stands there without its end. ARGV: milliseconds of the write,
seconds that it is kept, owner, text."""

DELETE = """
local written = redis.call('HGET', KEYS[1], 'written_at')
if written and tonumber(written) > tonumber(ARGV[1]) then return 0 end
redis.call('HDEL', KEYS[1], 'owner', 'data')
redis.call('HSET', KEYS[1], 'written_at', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
"""
"""It gives back memory before it takes any: so it works where a server has none left."""


def retrieve(session_id: str, now: datetime) -> str | None:
    """See SessionStore. The server's own clock says when the data ends."""
    key = PREFIX + session_id
    text, left = valkey.call(("HGET", key, "data"), ("TTL", key))
    if not isinstance(text, bytes):
        return None
    if isinstance(left, int) and to_be_renewed(timedelta(seconds=left)):
        _renew(key)
    return text.decode()


def store(session_id: str, owner: str, text: str, now: datetime) -> None:
    valkey.call(("EVAL", STORE, 1, PREFIX + session_id, _at(now), _seconds(KEPT_FOR), owner, text))


def delete(session_id: str, now: datetime) -> None:
    """That it was deleted is remembered for an hour, so that no late write brings it back."""
    valkey.call(("EVAL", DELETE, 1, PREFIX + session_id, _at(now), _seconds(REMEMBERED_FOR)))


def _renew(key: str) -> None:
    """What fails here is done by the next reader."""
    try:
        valkey.call(("EXPIRE", key, _seconds(KEPT_FOR)))
    except StoreSilent:
        return


def _at(now: datetime) -> int:
    return int(now.timestamp() * 1000)


def _seconds(span: timedelta) -> int:
    return int(span.total_seconds())
