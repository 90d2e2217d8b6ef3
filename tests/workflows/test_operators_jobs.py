"""What operators ask for and does not end within a call: a job whose progress is read, taken step by step."""

import json
from typing import Any

import pytest

from functions.operations import work_on_job
from functions.operator import jobs_store, journal_store
from functions.operator.jobs_store import Job, State
from functions.shared import ids
from functions.shared.table import scan
from harness.moto.world import SKU, World
from tests.workflows.operating_by_api import ADA, WHY, asks, job, looks, lost, step, told, works


def puts(shop: World, queue: str, count: int, body: Any = None) -> None:
    for number in range(count):
        shop.cloud.sqs.send_message(
            QueueUrl=shop.cloud.queue_url(queue), MessageBody=json.dumps(body or {"number": number})
        )


def test_a_redrive_is_a_job_whose_progress_is_read(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_on_job, "MESSAGES", 2)
    puts(shop, "WarehouseFailures", 5)

    asked = asks(shop, "/ops/dead-letters/WarehouseFailures/redrive", "k1")
    assert asked.status == 202
    assert asked.headers["location"] == f"/api/ops/jobs/{asked.json['job_id']}"
    shop.delivers("Jobs", "WorkOnJob")
    begun = job(shop, asked)
    works(shop)
    ended = job(shop, asked)

    assert (begun["state"], begun["progress"]["WarehouseFailures"]["redriven"]) == ("RUNNING", 2)
    assert ended["state"] == "DONE"
    assert ended["progress"]["WarehouseFailures"] == {"waiting": 5, "seen": 5, "redriven": 5, "done": True}
    assert len(shop.messages("Warehouse")) == 5
    assert told("redrive-dead-letters") == [("WarehouseFailures", ADA, WHY)]


def test_all_queues_are_redriven_by_one_job(shop: World) -> None:
    puts(shop, "WarehouseFailures", 1)
    puts(shop, "SweepFailures", 1, {"source": "aws.events"})

    asked = asks(shop, "/ops/dead-letters/redrive")
    works(shop)

    progress = job(shop, asked)["progress"]
    assert progress["WarehouseFailures"]["redriven"] == progress["SweepFailures"]["redriven"] == 1
    assert all(one["done"] for one in progress.values())


def test_a_repeat_meets_its_job_and_another_request_under_its_key_is_refused(shop: World) -> None:
    first = asks(shop, "/ops/views/rebuild", "k1")
    works(shop)
    again = asks(shop, "/ops/views/rebuild", "k1")
    other = asks(shop, "/ops/reconcile", "k1")

    assert again.json["job_id"] == first.json["job_id"]
    assert (again.json["state"], again.headers["idempotent-replayed"]) == ("DONE", "true")
    assert (other.status, other.problem) == (422, "idempotency-key-reused")
    assert len(told("rebuild-views")) == 1


def test_a_job_that_nobody_was_told_of_is_begun_by_the_repeat(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asked first died between writing it down and telling the worker."""
    with monkeypatch.context() as patch:
        patch.setattr("functions.operations.ask_for_job.tell_worker", lost)
        assert asks(shop, "/ops/views/rebuild", "k1").status == 500
    assert works(shop) == 0

    asked = asks(shop, "/ops/views/rebuild", "k1")
    works(shop)

    assert job(shop, asked)["state"] == "DONE"


def test_who_dies_after_a_step_is_repeated_from_where_it_was_written_down(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_on_job, "MESSAGES", 1)
    puts(shop, "WarehouseFailures", 2)
    asked = asks(shop, "/ops/dead-letters/WarehouseFailures/redrive")
    with monkeypatch.context() as patch:
        patch.setattr(work_on_job, "tell_worker", lost)
        failed = shop.invoke("WorkOnJob", step(asked.json["job_id"]))
    assert failed.answer["batchItemFailures"]

    shop.invoke("WorkOnJob", step(asked.json["job_id"]))
    works(shop)

    assert job(shop, asked)["progress"]["WarehouseFailures"]["redriven"] == 2
    assert job(shop, asked)["state"] == "DONE"


def test_two_who_take_the_same_step_write_it_down_once(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    puts(shop, "WarehouseFailures", 2)
    asked = asks(shop, "/ops/dead-letters/WarehouseFailures/redrive")
    seen = jobs_store.load(asked.json["job_id"])
    works(shop)
    monkeypatch.setattr(jobs_store, "load", lambda _: seen)

    shop.invoke("WorkOnJob", step(asked.json["job_id"]))
    monkeypatch.undo()

    assert job(shop, asked)["progress"]["WarehouseFailures"]["redriven"] == 2
    assert job(shop, asked)["steps"] == 1


def test_a_shelf_is_counted_by_a_job_and_a_step_that_is_repeated_counts_once(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who counted first died before they wrote it down."""
    asked = asks(shop, f"/ops/stock/{SKU}/count", counted=9)
    with monkeypatch.context() as patch:
        patch.setattr(jobs_store, "advance", lost)
        failed = shop.invoke("WorkOnJob", step(asked.json["job_id"]))
    assert failed.answer["batchItemFailures"]
    works(shop)

    counted = job(shop, asked)
    assert counted["state"] == "DONE"
    assert counted["progress"]["available"] == shop.stock()["available"] == 9
    assert [item["quantity"] for item in scan("STOCK_TABLE") if item.get("signed_by") == ADA] == [
        counted["progress"]["received"]
    ]


def test_a_count_of_fewer_than_were_promised_fails_and_names_the_orders(shop: World) -> None:
    order_id, work = shop.offered()

    asked = asks(shop, f"/ops/stock/{SKU}/count", counted=0)
    works(shop)

    failed = job(shop, asked)
    assert failed["state"] == "FAILED"
    assert order_id in failed["progress"]["error"]
    shop.packs(work)


def test_payments_are_reconciled_by_a_job_that_is_told_of_each_part(shop: World) -> None:
    asked = asks(shop, "/ops/reconcile", short=True, dry_run=True)
    shop.invoke("Reconcile", {"job": asked.json["job_id"], "short": True, "dry_run": True})

    found = job(shop, asked)
    assert found["state"] == "DONE"
    assert found["progress"]["part1"] == {"looked_at": 0, "mismatches": {}, "cured": 0, "to_operator": 0}
    assert told("reconcile") == [("payments", ADA, WHY)]


@pytest.mark.parametrize(
    "span",
    [
        {"from": "2026-11-27T12:00:00Z", "to": "2026-11-27T11:00:00Z"},
        {"from": "2026-01-01T00:00:00Z", "to": "2026-11-27T11:00:00Z"},
        {"from": "2026-02-31T00:00:00Z", "to": "2026-03-01T11:00:00Z"},
        {"from": "yesterday", "to": "today"},
        {"from": "2026-11-27T12:00:00Z"},
    ],
)
def test_a_span_that_is_none_is_refused(shop: World, span: dict[str, str]) -> None:
    assert asks(shop, "/ops/events/replay", **span).status == 422


def test_events_of_a_span_are_told_again(shop: World) -> None:
    shop.buys()
    asked = asks(shop, "/ops/events/replay", **{"from": "2020-01-01T00:00:00Z", "to": "2020-01-02T00:00:00Z"})
    works(shop)
    assert job(shop, asked)["progress"] == {"told": 0, "left": 0, "unreadable": []}


@pytest.mark.parametrize("job_id", ["nonsense", f"job_{'a' * 32}"])
def test_a_job_that_nobody_asked_for_is_not_found(shop: World, job_id: str) -> None:
    assert looks(shop, f"/ops/jobs/{job_id}").status == 404


def test_a_queue_that_there_is_not_is_not_found(shop: World) -> None:
    assert asks(shop, "/ops/dead-letters/Nothing/redrive").status == 404


def test_a_part_that_is_told_late_does_not_bring_back_a_job_that_has_ended(shop: World) -> None:
    """Whoever worked on it was taken for dead, and somebody else went on."""
    job_id = ids.job_id(ADA, "k1")
    jobs_store.begin(Job(job_id, "reconcile", journal_store.signed(ADA, WHY), {}), "payments")
    jobs_store.tell_part(job_id, 1, {"cured": 1}, None)
    jobs_store.tell_part(job_id, 2, {"cured": 2}, None)
    jobs_store.tell_part(job_id, 1, {"cured": 0}, State.DONE)
    assert standing(job_id) == (State.RUNNING, 2, {"part1": {"cured": 1}, "part2": {"cured": 2}})

    jobs_store.tell_part(job_id, 2, {"cured": 2}, State.DONE)
    jobs_store.tell_part(job_id, 2, {"cured": 2}, None)
    jobs_store.tell_part(job_id, 3, {"cured": 3}, None)
    assert standing(job_id) == (State.DONE, 2, {"part1": {"cured": 1}, "part2": {"cured": 2}})


def standing(job_id: str) -> tuple[State, int, Any]:
    found = jobs_store.load(job_id)
    assert found is not None
    return found.state, found.steps, found.progress


def test_jobs_are_listed_page_by_page_the_newest_first_with_how_far_each_is(shop: World) -> None:
    assert looks(shop, "/ops/jobs").json == {"jobs": [], "unreadable": [], "next_cursor": None}
    first = asks(shop, "/ops/views/rebuild", "k1").json["job_id"]
    works(shop)
    counted = asks(shop, f"/ops/stock/{SKU}/count", "k2", counted=9).json["job_id"]
    again = asks(shop, "/ops/views/rebuild", "k1").json["job_id"]
    assert again == first

    newest = looks(shop, "/ops/jobs?limit=1").json
    older = looks(shop, f"/ops/jobs?limit=1&cursor={newest['next_cursor']}").json

    assert [(one["job_id"], one["state"]) for one in newest["jobs"]] == [(counted, "RUNNING")]
    assert [(one["job_id"], one["state"]) for one in older["jobs"]] == [(first, "DONE")]
    assert older["jobs"] == [looks(shop, f"/ops/jobs/{first}").json]
    assert older["next_cursor"] is None
