"""Killed at any time, the sandbox forgets nothing that it answered."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import stripe

from tests.sandbox.harness import CREATE, WEBHOOK_SECRET, Payments, RunningSandbox, Webhook, refused


def test_kill_and_restart_keeps_objects_answers_faults_and_undelivered_events(
    tmp_path: Path, webhook: Webhook
) -> None:
    options = ("--webhook-url", webhook.url, "--webhook-secret", WEBHOOK_SECRET)
    sandbox = RunningSandbox(tmp_path / "state.sqlite", *options)
    client = sandbox.client()
    webhook.refuses = lambda _: True
    try:
        intent = client.v1.payment_intents.create(CREATE, {"idempotency_key": "k1"})
        held = client.v1.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa"})
        sandbox.order_fault("capture", "error_500", times=2)
        webhook.wait_for(intent.id, "payment_intent.amount_capturable_updated")
        sandbox.kill()
    finally:
        webhook.refuses = lambda _: False
    sandbox.start()
    try:
        assert client.v1.payment_intents.retrieve(intent.id).to_dict() == held.to_dict()
        assert client.v1.payment_intents.create(CREATE, {"idempotency_key": "k1"}).id == intent.id
        assert [fault["pending"] for fault in sandbox.faults()] == [2]
        assert webhook.wait_for(intent.id, "payment_intent.amount_capturable_updated", times=2)
    finally:
        sandbox.stop()


def test_killed_under_load_it_remembers_every_answered_call_and_doubles_none(tmp_path: Path) -> None:
    sandbox = RunningSandbox(tmp_path / "state.sqlite")
    answered: dict[str, str] = {}

    def buyer(name: int) -> None:
        client = sandbox.client()
        for number in range(15):
            key = f"{name}-{number}"
            for _ in range(20):
                try:
                    params = {**CREATE, "metadata": {"key": key}}
                    answered[key] = client.v1.payment_intents.create(params, {"idempotency_key": key}).id
                    break
                except stripe.APIConnectionError:
                    continue

    sandbox.client().v1.events.list()
    buyers = [threading.Thread(target=buyer, args=(name,)) for name in range(10)]
    for one in buyers:
        one.start()
    for least in (20, 60, 100):
        while len(answered) < least and any(one.is_alive() for one in buyers):
            buyers[0].join(0.005)
        sandbox.kill()
        sandbox.start()
    for one in buyers:
        one.join()
    try:
        pages = sandbox.client().v1.payment_intents.list({"limit": 100})
        kept = [(one.metadata["key"], one.id) for one in pages.auto_paging_iter()]
    finally:
        sandbox.stop()
    assert len(answered) == 150
    assert sorted(kept) == sorted(answered.items())


def test_what_cannot_be_remembered_whole_is_not_done_at_all(
    sandbox: RunningSandbox, merchant: Payments
) -> None:
    """The answer is the last thing written; if it cannot be, intent and event must not stay behind."""
    before = [one.id for one in merchant.v1.events.list({"limit": 5}).data]
    with closing(sqlite3.connect(sandbox.state)) as connection:
        connection.execute(
            "CREATE TRIGGER no_answer BEFORE INSERT ON answers WHEN NEW.key = 'unwritable'"
            " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )
    unwritable = {**CREATE, "amount": 7777}, {"idempotency_key": "unwritable"}
    assert refused(merchant.intents.create, *unwritable, kind=stripe.APIError).http_status == 500
    assert 7777 not in [one.amount for one in merchant.intents.list({"limit": 5}).data]
    assert [one.id for one in merchant.v1.events.list({"limit": 5}).data] == before


def test_two_hundred_connections_at_once_are_served(sandbox: RunningSandbox) -> None:
    statuses: list[str] = []

    def one() -> None:
        statuses.append(sandbox.client().v1.payment_intents.create(CREATE).status)

    callers = [threading.Thread(target=one) for _ in range(200)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert statuses == ["requires_payment_method"] * 200
