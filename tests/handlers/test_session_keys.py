"""Rotating and revoking session keys, alone and beside others."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import boto3
import jwt
import pytest
from moto.secretsmanager.models import SecretsManagerBackend

from functions.operations import job_rotate_keys
from functions.operations.change_keys import (
    revoke_session_key,
    rotate_aged_session_keys,
    rotate_session_keys,
)
from functions.operator import journal_store
from functions.operator.journal import Signed
from functions.session import change_keys, store
from functions.session.authorizer import handle as authorize
from functions.session.change_keys import revoke_key, rotate_keys
from functions.session.keys import PUBLISHED_BEFORE, ROTATED_EVERY, Keys, KeysBroken, KeysRefused
from functions.shared import clock
from functions.shared.contention import Contended
from tests.handlers.cloud import KEYS
from tests.handlers.shop import Shop

BY = Signed("ops:ada", "", "2026-01-01T00:00:00.000Z")

METHOD_ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc/api/GET/cart"


def put(secret: str) -> None:
    boto3.client("secretsmanager").put_secret_value(SecretId="session-keys", SecretString=secret)


@pytest.fixture(autouse=True)
def keys_as_before(shop: Shop) -> Iterator[None]:
    put(json.dumps(KEYS))
    yield
    put(json.dumps(KEYS))
    store._cached = None


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time, which tests move."""
    now = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return now


def known(keys: Keys) -> set[str]:
    return {key.key_id for key in keys}


def fresh_process() -> None:
    store._cached = None


def owner_of(token: str) -> Any:
    event = {"methodArn": METHOD_ARN, "headers": {"Authorization": f"Bearer {token}"}}
    return authorize(event, None)["context"]["owner"]


def test_a_session_outlives_the_rotation_of_its_key(shop: Shop, now: list[datetime]) -> None:
    session = shop.call("POST /sessions").body
    rotate_keys(now[0])
    for _ in range(6):
        now[0] += timedelta(days=1)
        rotate_keys(now[0])
        fresh_process()
        assert owner_of(session["token"]) == session["owner"]


def test_no_token_of_a_session_that_is_renewed_daily_is_refused_before_it_expires(
    shop: Shop, now: list[datetime]
) -> None:
    """With keys that are rotated daily too, for the thirty days that a session may last."""
    token = shop.call("POST /sessions").body["token"]
    given = [token]
    for _ in range(29):
        now[0] += timedelta(days=1)
        rotate_keys(now[0])
        fresh_process()
        token = shop.call("POST /sessions", headers={"Authorization": f"Bearer {token}"}).body["token"]
        given.append(token)
        assert len({owner_of(one) for one in given[-7:]}) == 1
    assert len({jwt.get_unverified_header(one)["kid"] for one in given}) > 25


def test_new_sessions_are_signed_with_the_new_key_once_its_time_has_come(
    shop: Shop, now: list[datetime]
) -> None:
    before, after = rotate_keys(now[0])
    (new,) = known(after) - known(before)
    fresh_process()
    assert store.key_ring().signing == "k2"
    late_reader = store.key_ring()
    now[0] += PUBLISHED_BEFORE
    fresh_process()
    assert store.key_ring().signing == new
    session = shop.call("POST /sessions").body
    store._cached = (clock.monotonic(), late_reader)
    assert owner_of(session["token"]) == session["owner"]


def test_a_revoked_key_ends_its_sessions(shop: Shop, now: list[datetime]) -> None:
    session = shop.call("POST /sessions").body
    revoke_key("k2")
    fresh_process()
    with pytest.raises(Exception, match="Unauthorized"):
        owner_of(session["token"])
    again = shop.call("POST /sessions").body
    assert owner_of(again["token"]) == again["owner"]


@pytest.fixture
def one_call_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto looks for a version and writes it in two steps; Secrets Manager does it in one."""
    lock = threading.RLock()

    def alone(call: Callable[..., Any]) -> Callable[..., Any]:
        def locked(*args: Any, **kwargs: Any) -> Any:
            with lock:
                return call(*args, **kwargs)

        return locked

    for name in ("put_secret_value", "get_secret_value"):
        monkeypatch.setattr(SecretsManagerBackend, name, alone(getattr(SecretsManagerBackend, name)))


@pytest.mark.usefixtures("one_call_after_the_other")
def test_of_rotations_that_saw_the_same_keys_none_loses_anothers(now: list[datetime]) -> None:
    seen = store.load()
    rotate_keys(now[0])
    with pytest.raises(store.KeysMoved):
        store.replace(seen.keys, seen)
    with ThreadPoolExecutor(5) as pool:
        changes = [one.result() for one in [pool.submit(rotate_keys, now[0]) for _ in range(5)]]
    new = set.union(*(known(after) - known(before) for before, after in changes))
    assert len(new) == 5
    assert new <= known(store.load().keys)
    assert len(store.load().keys) == 2 + 1 + 5


def test_a_write_whose_answer_was_lost_may_be_repeated(now: list[datetime]) -> None:
    seen = store.load()
    store.replace(seen.keys[:1], seen)
    store.replace(seen.keys[:1], seen)
    assert known(store.load().keys) == {"k1"}


def test_who_meets_others_every_time_gives_up(pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "replace", Mock(side_effect=store.KeysMoved))
    with pytest.raises(Contended):
        rotate_keys(clock.now())


def test_a_broken_secret_is_not_overwritten() -> None:
    put("k1=secret")
    with pytest.raises(KeysBroken):
        rotate_keys(clock.now())
    answer = boto3.client("secretsmanager").get_secret_value(SecretId="session-keys")
    assert answer["SecretString"] == "k1=secret"


def test_the_last_key_is_never_revoked() -> None:
    revoke_key("k1")
    with pytest.raises(KeysRefused):
        revoke_key("k2")
    assert known(store.load().keys) == {"k2"}


def test_reports_name_keys_and_show_no_secret(now: list[datetime]) -> None:
    rotated = rotate_session_keys(BY)
    (added,) = rotated["added"]
    revoked = revoke_session_key("k1", BY)
    assert revoked["dropped"] == ["k1"]
    assert [key["id"] for key in revoked["keys"]] == ["k2", added]
    secrets = [key.secret for key in store.load().keys] + [KEYS["k1"]]
    assert not [secret for secret in secrets if secret in json.dumps([rotated, revoked])]


def test_the_schedule_adds_a_key_a_month_however_often_it_comes(now: list[datetime]) -> None:
    keys = {key.key_id for key in store.load().keys}
    added = []
    for _ in range(91):
        added += job_rotate_keys.handle({}, None)["added"]
        assert job_rotate_keys.handle({}, None) == {"added": [], "dropped": []}
        now[0] += timedelta(days=1)

    assert len(added) == 3
    assert known(store.load().keys) <= keys | set(added)


def test_of_two_schedules_that_find_the_key_old_one_rotates(
    now: list[datetime], one_call_after_the_other: None
) -> None:
    before = known(store.load().keys)
    together = threading.Barrier(2)

    def rotates(_: int) -> Any:
        together.wait()
        return rotate_aged_session_keys(now[0])["added"]

    with ThreadPoolExecutor(2) as pool:
        added = [key for keys in pool.map(rotates, range(2)) for key in keys]

    assert len(added) == 1
    assert known(store.load().keys) == before | set(added)


def test_the_journal_tells_of_a_rotation_by_the_schedule_and_of_none_that_was_not_due(
    now: list[datetime],
) -> None:
    now[0] += timedelta(days=40)
    for _ in range(3):
        rotate_aged_session_keys(now[0])
    told = [
        one for one in journal_store.of_target("session-keys") if one.signed.at >= now[0].isoformat()[:10]
    ]

    assert [(one.action, one.signed.by) for one in told] == [("rotate-session-keys", "schedule")]


def test_a_rotation_that_was_not_due_writes_no_secret(
    now: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    rotate_keys(now[0])
    replaced = Mock()
    monkeypatch.setattr(store, "replace", replaced)
    change_keys.rotate_aged_keys(now[0] + ROTATED_EVERY)

    replaced.assert_not_called()


def test_a_broken_secret_fails_the_schedule_and_is_left(now: list[datetime]) -> None:
    put("{}")
    with pytest.raises(KeysBroken):
        job_rotate_keys.handle({}, None)
