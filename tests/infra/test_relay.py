"""The relay's event source: what it is told, how failures are taken apart, and where they end."""

import json

import pytest

from functions.order.keys import event_key, head_key
from harness.template import Properties, Resource, Template


@pytest.fixture
def source(template: Template) -> Resource:
    relay = template.functions["Relay"].name
    sources = template.resources("AWS::Lambda::EventSourceMapping")
    (source,) = [one for one in sources if one.properties["FunctionName"] == relay]
    return source


def filters(source: Resource) -> list[Properties]:
    return [json.loads(one["Pattern"]) for one in source.properties["FilterCriteria"]["Filters"]]


def test_the_relay_reads_the_orders_stream_from_its_beginning(template: Template, source: Resource) -> None:
    orders = template.tables["Orders"]
    assert source.properties["EventSourceArn"].startswith(orders.arn)
    assert source.properties["StartingPosition"] == "TRIM_HORIZON"
    assert orders.properties["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}


def test_the_relay_is_told_of_events_that_were_appended_and_of_nothing_else(source: Resource) -> None:
    (told,) = filters(source)
    assert told["eventName"] == ["INSERT"]
    (starts,) = told["dynamodb"]["Keys"]["item"]["S"]
    assert event_key("ord_x", 1)["item"].startswith(starts["prefix"])
    assert not head_key("ord_x")["item"].startswith(starts["prefix"])


def test_a_record_that_always_fails_is_isolated_given_up_and_kept_for_a_person(
    template: Template, source: Resource
) -> None:
    settings = source.properties
    assert settings["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert settings["BisectBatchOnFunctionError"] is True
    assert 1 <= settings["MaximumRetryAttempts"] <= 100
    queue = template.queues["RelayFailures"]
    assert settings["DestinationConfig"]["OnFailure"]["Destination"] == queue.arn
    assert queue.properties["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_rows_are_found_by_status_by_day_by_address_and_by_ending(template: Template) -> None:
    indexes = template.tables["OrderViews"].properties["GlobalSecondaryIndexes"]
    assert {index["IndexName"]: index["Projection"] for index in indexes} == {
        "by_status": {"ProjectionType": "KEYS_ONLY"},
        "by_day": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]},
        "by_email": {"ProjectionType": "KEYS_ONLY"},
        "by_ending": {"ProjectionType": "KEYS_ONLY"},
    }


def test_fulfilment_on_hold_is_said_to_those_who_begin_it_and_by_default_to_nobody(
    template: Template, outgoing: Template
) -> None:
    def told(deployed: Template) -> set[str]:
        return {
            function.properties["Handler"]
            for function in deployed.resources("AWS::Lambda::Function")
            if "FULFILMENT" in function.properties["Environment"]["Variables"]
        }

    assert told(outgoing) == {
        "functions.relay.on_orders_stream.handle",
        "functions.recovery.job_sweep.handle",
    }
    assert told(template) == set()
