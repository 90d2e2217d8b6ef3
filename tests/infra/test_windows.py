"""Spans of time that stand in different files and rest on each other."""

import base64
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from functions.fulfilment import receipts
from functions.notification.notify import REMEMBERED_SECONDS
from functions.payment import credentials
from functions.recovery import reconcile_payments
from functions.recovery.on_webhook import DAYS_REMEMBERED
from functions.returns import photos
from functions.session import keys
from functions.session.keys import Key
from functions.session.store import KEYS_FRESH_SECONDS
from harness.template import REGION, Template
from infra.patience import PATIENCE
from infra.stacks.api_sessions import AUTHORIZER_CACHE

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SECRET = "s" * 32
LONGEST_REQUEST = 29
STRIPE_DELIVERS_FOR_DAYS = 3
DEAD_LETTERS_SECONDS = 14 * 24 * 3600


@pytest.fixture(autouse=True)
def signer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials to sign with, and a clock that stands still: nobody is asked."""
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "FILES_BUCKET": "files",
    }.items():
        monkeypatch.setenv(name, value)


def test_no_key_signs_before_every_process_knows_it() -> None:
    """A process's copy was read so long ago, and a request that began with it may still run."""
    rotated = keys.rotated((Key("k1", SECRET),), "k2", SECRET, NOW)
    signing = [keys.signing(rotated, NOW + timedelta(seconds=second)).key_id for second in range(3600)]
    first_signed = signing.index("k2")
    assert first_signed > KEYS_FRESH_SECONDS + LONGEST_REQUEST


def test_a_revoked_key_is_refused_everywhere_within_ten_minutes() -> None:
    assert KEYS_FRESH_SECONDS + AUTHORIZER_CACHE.to_seconds() <= 600


def test_the_providers_changed_keys_are_taken_up_within_five_minutes() -> None:
    assert credentials.FRESH_SECONDS == 300
    assert credentials.STALE_SECONDS == 3600


def test_whoever_was_told_is_remembered_for_longer_than_an_event_can_come_again(template: Template) -> None:
    retention = template.queues["NotifyFailures"].properties["MessageRetentionPeriod"]
    assert retention == DEAD_LETTERS_SECONDS < REMEMBERED_SECONDS
    assert DAYS_REMEMBERED > STRIPE_DELIVERS_FOR_DAYS


def test_an_order_is_overdue_only_when_its_customers_time_at_the_bank_is_over() -> None:
    for patience in PATIENCE.values():
        assert patience.due_seconds >= patience.customer_action_seconds
        assert patience.silence_seconds < patience.packing_seconds
        assert patience.hold_margin_seconds < patience.packing_seconds


def test_a_form_is_good_for_ten_minutes_and_says_so() -> None:
    before = datetime.now(UTC)
    form = photos.upload_form("ret_1", "photo.png", "image/png")
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    signed_for = datetime.fromisoformat(policy["expiration"]) - before

    assert timedelta(seconds=590) < signed_for < timedelta(seconds=605)
    assert abs(datetime.fromisoformat(policy["expiration"]) - form.expires_at) < timedelta(seconds=5)
    conditions = policy["conditions"]
    assert ["content-length-range", 1, 5 * 1024 * 1024] in conditions
    assert {"key": "returns/ret_1/photo.png"} in conditions
    assert {"Content-Type": "image/png"} in conditions


def test_a_link_is_good_for_five_minutes_and_says_so() -> None:
    link = receipts.link("ord_1")
    told = parse_qs(urlsplit(link.url).query)

    assert told["X-Amz-Expires"] == ["300"]
    signed_at = datetime.strptime(told["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert abs(signed_at + timedelta(seconds=300) - link.expires_at) < timedelta(seconds=5)
    assert photos.LINK_SECONDS == receipts.LINK_SECONDS == 300


def test_each_look_of_the_reconcile_job_reaches_back_behind_the_ones_before(template: Template) -> None:
    """A run may fail, and the next one too; what is younger than any authorization may still be at work."""
    assert timedelta(hours=3) <= reconcile_payments.RECENT
    assert timedelta(days=3) <= reconcile_payments.WINDOW
    life = template.functions["AuthorizePayment"].properties["Timeout"]
    assert timedelta(seconds=3 * life) < reconcile_payments.GRACE
