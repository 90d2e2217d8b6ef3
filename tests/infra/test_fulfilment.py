"""The warehouse's queues: who works from them, what fails alone, where it ends."""

import pytest

from harness.roles import grants, role_of
from harness.template import Resource, Template

QUEUES = ["PackingRequests", "PackingResults", "Warehouse"]
CONSUMERS = {"PackingRequests": "OfferPacking", "PackingResults": "ReportPacking"}


def source(template: Template, queue: str) -> Resource:
    name = template.queues[queue].name
    (found,) = [
        one
        for one in template.resources("AWS::Lambda::EventSourceMapping")
        if one.properties["EventSourceArn"].endswith(f":{name}")
    ]
    return found


@pytest.mark.parametrize("queue", QUEUES)
def test_what_fails_five_times_is_kept_for_a_person_to_redrive(template: Template, queue: str) -> None:
    redrive = template.queues[queue].properties["RedrivePolicy"]
    failures = template.queues[f"{queue}Failures"]
    assert redrive["maxReceiveCount"] == 5
    assert redrive["deadLetterTargetArn"].endswith(f":{failures.name}")
    assert failures.properties["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert failures.properties.get("FifoQueue") == template.queues[queue].properties.get("FifoQueue")


@pytest.mark.parametrize("queue", list(CONSUMERS))
def test_a_message_that_fails_fails_alone_and_is_not_given_out_while_it_is_worked_on(
    template: Template, queue: str
) -> None:
    mapping = source(template, queue).properties
    function = template.functions[CONSUMERS[queue]]
    assert mapping["FunctionName"] == function.name
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    visible_after = template.queues[queue].properties["VisibilityTimeout"]
    assert visible_after >= 6 * function.properties["Timeout"]


def test_an_order_s_requests_stay_in_order(template: Template) -> None:
    properties = template.queues["PackingRequests"].properties
    assert (properties["FifoQueue"], properties["ContentBasedDeduplication"]) == (True, True)


def test_the_machine_may_ask_the_warehouse_and_nobody_else(template: Template) -> None:
    given = grants(template, role_of(template.machines["Fulfilment"]))
    sending = [resource for action, resource in given if action == "sqs:SendMessage"]
    assert [one.split(":")[-1] for one in sending] == [template.queues["PackingRequests"].name]


def test_the_sweep_hears_of_every_machine(template: Template) -> None:
    pattern = template.rules["SweepFailed"].properties["EventPattern"]
    machines = {arn.split(":")[-1] for arn in pattern["detail"]["stateMachineArn"]}
    assert machines == {machine.name for machine in template.machines.values()}
