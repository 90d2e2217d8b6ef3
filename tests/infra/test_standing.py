"""What a deployment costs standing still is counted from its templates, and nothing is left out."""

from collections import Counter
from typing import Any

import pytest

from bench.prices import STANDING, read_prices
from bench.standing import BY_USE, CHARGED, not_known, standing
from harness.template import Template, synthesize
from local.settings import CORE_STACKS, NOT_HELD


@pytest.fixture(scope="module")
def behind_cloudfront(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """With Valkey for session data, too: all that a deployment may have."""
    chosen = {"edge": "cloudfront", "shopUrl": "https://shop.example", "sessionStore": "valkey"}
    return synthesize(tmp_path_factory.mktemp("web"), **chosen)


def test_every_type_of_resource_says_what_it_costs_standing_still(
    template: Template, behind_cloudfront: dict[str, Any]
) -> None:
    for stacks in (template.stacks, behind_cloudfront):
        assert not_known(stacks) == [], (
            "enter it in CHARGED, with its price, or in BY_USE (bench/standing.py)"
        )


def test_no_type_is_both_charged_and_not() -> None:
    named = Counter([*CHARGED, *" ".join(BY_USE.values()).split()])
    assert [kind for kind, times in named.items() if times > 1] == []


def test_each_unit_is_counted_where_it_stands() -> None:
    math = {"Metrics": [{"MetricStat": {}}, {"MetricStat": {}}, {"Expression": "a / b"}]}
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"FifoQueue": True}}
    polled = {"EventSourceArn": {"Fn::GetAtt": ["Queue", "Arn"]}}
    stream = {"EventSourceArn": {"Fn::ImportValue": "a"}, "StartingPosition": "LATEST"}
    resources = {
        "Queue": queue,
        "One": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Errors"}},
        "Two": {"Type": "AWS::CloudWatch::Alarm", "Properties": math},
        "Acl": {"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [{}, {}]}},
        "Polled": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": polled},
        "Stream": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": stream},
    }

    found = {
        one.price.unit.partition(",")[0]: one.count for one in standing({"Stack": {"Resources": resources}})
    }

    assert found == {
        "web ACL and month": 1,
        "rule": 2,
        "metric that an alarm looks at": 3,
        "request to a FIFO queue": 648_000,
    }


def test_each_price_says_where_it_is_from() -> None:
    prices = read_prices(STANDING)
    assert prices.written_on
    assert all(one.source and one.verified and one.usd > 0 for one in prices.by_name.values())


def test_the_stacks_that_the_embedded_cloud_holds_and_those_it_cannot_are_all_that_there_are(
    template: Template, behind_cloudfront: dict[str, Any]
) -> None:
    """The local run and the rehearsal take the first. A new stack is entered in one of the two."""
    named = [*CORE_STACKS, *NOT_HELD]

    assert sorted(named) == sorted({*template.stacks, *behind_cloudfront})
    assert len(named) == len(set(named))


def test_what_a_stack_cannot_be_held_for_is_in_it(template: Template) -> None:
    """What stands in NOT_HELD for the sake of one resource does not outlive that resource."""
    reasons = {
        "PaidOnceRegion": "AWS::XRay::SamplingRule",
        "PaidOnceProtection": "AWS::WAFv2::WebACLAssociation",
        "PaidOnceBackup": "AWS::Backup::BackupSelection",
        "PaidOnceWatch": "AWS::CloudWatch::CompositeAlarm",
    }
    for stack, kind in reasons.items():
        assert kind in {one["Type"] for one in template.stacks[stack]["Resources"].values()}
