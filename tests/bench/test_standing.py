"""What is deployed and costs money though nobody buys: all of it is counted, and nothing is guessed."""

from fractions import Fraction
from typing import Any

import pytest

from bench.standing import FREE, PRICED, UnknownCost, known, standing, uncounted
from harness.template import Template


def told(stacks: dict[str, Any]) -> dict[tuple[str, str], Any]:
    return {(one.stack, one.what): one.count for one in standing(stacks)}


def stack(**resources: Any) -> dict[str, Any]:
    return {"S": {"Resources": resources}}


def test_every_kind_of_resource_that_the_app_has_is_priced_or_known_to_be_free(
    template: Template, behind_cloudfront: Template
) -> None:
    for stacks in (template.stacks, behind_cloudfront.stacks):
        assert sum(one.usd for one in standing(stacks)) > 0


def test_a_kind_that_nobody_has_thought_of_is_refused_by_its_name() -> None:
    with pytest.raises(UnknownCost, match=r"Nat is of AWS::EC2::NatGateway"):
        standing(stack(Nat={"Type": "AWS::EC2::NatGateway"}))


def test_whoever_deploys_is_told_what_was_not_counted_and_the_price_of_the_rest() -> None:
    stacks = stack(
        Nat={"Type": "AWS::EC2::NatGateway"},
        Warm={"Type": "AWS::Lambda::Alias", "Properties": {"ProvisionedConcurrencyConfig": {}}},
        Secret={"Type": "AWS::SecretsManager::Secret"},
    )

    assert uncounted(stacks) == ["AWS::EC2::NatGateway", "AWS::Lambda::Alias with provisioned capacity"]
    assert told(known(stacks)) == {("S", "secrets"): 1}


def test_nothing_is_priced_and_free() -> None:
    assert not PRICED.keys() & FREE


def test_an_alarm_is_charged_for_each_metric_that_its_expression_reads() -> None:
    plain = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Errors"}}
    asked = [{"MetricStat": {}}, {"MetricStat": {}}, {"Expression": "m0 + m1"}]
    sums = {"Type": "AWS::CloudWatch::Alarm", "Properties": {"Metrics": asked}}

    (found,) = standing(stack(A=plain, B=sums))
    assert (found.count, found.usd) == (3, Fraction(3, 10))


def test_lambda_polls_queues_on_the_shops_account_and_streams_for_nothing() -> None:
    queue = {"Type": "AWS::SQS::Queue"}
    feeds = {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {"EventSourceArn": {"Fn::GetAtt": ["Q", "Arn"]}},
    }
    stream = {
        "Type": "AWS::Lambda::EventSourceMapping",
        "Properties": {"EventSourceArn": {"Fn::ImportValue": "D:OrdersStream"}},
    }

    assert told(stack(Q=queue, One=feeds, Two=stream)) == {
        ("S", "requests by which Lambda polls queues"): 648_000
    }


def test_a_firewall_is_charged_by_its_rules(template: Template) -> None:
    (acl,) = template.resources("AWS::WAFv2::WebACL")
    counts = told(template.stacks)

    assert counts[acl.stack, "web ACLs"] == 1
    assert counts[acl.stack, "rules of the web ACL"] == len(acl.properties["Rules"]) > 1
