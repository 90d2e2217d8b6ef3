"""What a deployment costs a month though nobody buys anything, counted from its synthesized templates.

Pure: templates as `cdk synth` writes them go in, so that `make deploy` may ask before there is anything.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.assumptions import Assumptions
from bench.exact import Exact
from bench.prices import Price, Prices, read_prices

FILE = Path(__file__).with_name("standing_prices.json")
HOURS = 730
"""Of a month."""
LEAST_CACHE_GB = Fraction(1, 10)

Resource = Mapping[str, Any]
Stack = Mapping[str, Resource]
"""The resources of a stack by logical id."""
Counted = tuple[str, Exact, str]
"""What it is, how many units of it, and the name of their price."""


class UnknownCost(LookupError):
    """A kind of resource of which nobody has said what it costs; the message says where to say it."""


@dataclass(frozen=True)
class Item:
    """`count` units of `price` in a stack, and the dollars of a month."""

    stack: str
    what: str
    count: Exact
    price: Price

    @property
    def usd(self) -> Fraction:
        return self.price.of(self.count)


def standing(stacks: Mapping[str, Mapping[str, Any]]) -> list[Item]:
    """`stacks`: templates by the names of their stacks, of which each keeps its place. Raises UnknownCost."""
    named = standing_prices()
    return [
        Item(stack, what, count, named[price])
        for stack, template in stacks.items()
        for (what, price), count in sorted(_counted(template["Resources"]).items())
    ]


def known(stacks: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Stack]]:
    """The same without the resources of which nobody has said what they cost."""
    return {
        stack: {
            "Resources": {
                name: one for name, one in template["Resources"].items() if one["Type"] in {*PRICED, *FREE}
            }
        }
        for stack, template in stacks.items()
    }


def uncounted(stacks: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What may cost money and is not counted: kinds that nobody has priced, provisioned capacity."""
    found = set()
    for template in stacks.values():
        for resource in template["Resources"].values():
            if resource["Type"] not in {*PRICED, *FREE}:
                found.add(str(resource["Type"]))
            if _provisioned(resource.get("Properties", {})):
                found.add(f"{resource['Type']} with provisioned capacity")
    return sorted(found)


def _provisioned(properties: Resource) -> bool:
    return (
        "ProvisionedConcurrencyConfig" in properties
        or "ProvisionedThroughput" in properties
        or properties.get("BillingMode", "PAY_PER_REQUEST") != "PAY_PER_REQUEST"
        or properties.get("CacheClusterEnabled") is True
    )


def standing_prices() -> dict[str, Price]:
    """By name; those of prices.json, too."""
    prices: Iterable[Prices] = (read_prices(), read_prices(FILE))
    return {name: price for one in prices for name, price in one.by_name.items()}


def _counted(stack: Stack) -> dict[tuple[str, str], Exact]:
    counts: dict[tuple[str, str], Exact] = {}
    for name, resource in stack.items():
        kind = resource["Type"]
        if kind in PRICED:
            for what, count, price in PRICED[kind](resource.get("Properties", {}), stack):
                counts[what, price] = counts.get((what, price), 0) + count
        elif kind not in FREE:
            raise UnknownCost(f"{name} is of {kind}: say what it costs in PRICED or FREE of {__name__}")
    return counts


def _alarm(properties: Resource, _stack: Stack) -> Iterator[Counted]:
    """An alarm over an expression is charged for each metric that this reads."""
    read = sum("MetricStat" in one for one in properties.get("Metrics", ()))
    yield "metrics that alarms look at", read or 1, "alarm_metric_month"


def _web_acl(properties: Resource, _stack: Stack) -> Iterator[Counted]:
    yield "web ACLs", 1, "web_acl_month"
    yield "rules of the web ACL", len(properties["Rules"]), "web_acl_rule_month"


def _polling(properties: Resource, stack: Stack) -> Iterator[Counted]:
    """Lambda asks a queue on the shop's account; a stream for nothing."""
    source = properties["EventSourceArn"]
    name, attribute = source.get("Fn::GetAtt", ("", ""))
    queue = stack.get(name, {})
    if queue.get("Type") == QUEUE and attribute == "Arn":
        fifo = queue.get("Properties", {}).get("FifoQueue")
        what, price = ("FIFO queues", "fifo_request") if fifo else ("queues", "queue_request")
        yield f"requests by which Lambda polls {what}", Assumptions().idle_polls, price


def _cache(_properties: Resource, _stack: Stack) -> Iterator[Counted]:
    yield "GB-hours of the cache", HOURS * LEAST_CACHE_GB, "cache_gb_hour"


def _endpoint(properties: Resource, _stack: Stack) -> Iterator[Counted]:
    """Gateway endpoints are free."""
    if properties.get("VpcEndpointType") == "Interface":
        yield "hours of endpoints", HOURS * len(properties["SubnetIds"]), "endpoint_hour"


def _each(what: str, price: str) -> Callable[[Resource, Stack], Iterator[Counted]]:
    def one(_properties: Resource, _stack: Stack) -> Iterator[Counted]:
        yield what, 1, price

    return one


QUEUE = "AWS::SQS::Queue"
PRICED: Mapping[str, Callable[[Resource, Stack], Iterator[Counted]]] = {
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::CloudWatch::CompositeAlarm": _each("composite alarms", "composite_alarm_month"),
    "AWS::CloudWatch::Dashboard": _each("dashboards", "dashboard_month"),
    "AWS::SecretsManager::Secret": _each("secrets", "secret_month"),
    "AWS::KMS::Key": _each("keys of one's own", "key_month"),
    "AWS::WAFv2::WebACL": _web_acl,
    "AWS::Lambda::EventSourceMapping": _polling,
    "AWS::ElastiCache::ServerlessCache": _cache,
    "AWS::EC2::VPCEndpoint": _endpoint,
}
FREE = frozenset(
    {
        "AWS::ApiGateway::Account",
        "AWS::ApiGateway::ApiKey",
        "AWS::ApiGateway::Authorizer",
        "AWS::ApiGateway::Deployment",
        "AWS::ApiGateway::GatewayResponse",
        "AWS::ApiGateway::Method",
        "AWS::ApiGateway::Resource",
        "AWS::ApiGateway::RestApi",
        "AWS::ApiGateway::Stage",
        "AWS::ApiGateway::UsagePlan",
        "AWS::ApiGateway::UsagePlanKey",
        "AWS::ApiGatewayV2::Api",
        "AWS::ApiGatewayV2::Integration",
        "AWS::ApiGatewayV2::Route",
        "AWS::ApiGatewayV2::RouteResponse",
        "AWS::ApiGatewayV2::Stage",
        "AWS::Backup::BackupPlan",
        "AWS::Backup::BackupSelection",
        "AWS::Backup::BackupVault",
        "AWS::Backup::RestoreTestingPlan",
        "AWS::Backup::RestoreTestingSelection",
        "AWS::CloudFront::Distribution",
        "AWS::CloudFront::Function",
        "AWS::CloudFront::OriginAccessControl",
        "AWS::CloudFront::OriginRequestPolicy",
        "AWS::CloudFront::ResponseHeadersPolicy",
        "AWS::CodeBuild::Project",
        "AWS::CodeDeploy::Application",
        "AWS::CodeDeploy::DeploymentGroup",
        "AWS::DynamoDB::GlobalTable",
        "AWS::EC2::RouteTable",
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupEgress",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::EC2::Subnet",
        "AWS::EC2::SubnetRouteTableAssociation",
        "AWS::EC2::VPC",
        "AWS::ElastiCache::User",
        "AWS::ElastiCache::UserGroup",
        "AWS::Events::EventBus",
        "AWS::Events::Rule",
        "AWS::FIS::ExperimentTemplate",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::Lambda::Alias",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Lambda::Function",
        "AWS::Lambda::LayerVersion",
        "AWS::Lambda::Permission",
        "AWS::Lambda::Version",
        "AWS::Logs::LogGroup",
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::SNS::Topic",
        "AWS::SNS::TopicPolicy",
        QUEUE,
        "AWS::SQS::QueuePolicy",
        "AWS::StepFunctions::StateMachine",
        "AWS::StepFunctions::StateMachineAlias",
        "AWS::StepFunctions::StateMachineVersion",
        "AWS::WAFv2::WebACLAssociation",
        "AWS::XRay::SamplingRule",
    }
)
"""Free while nobody uses it: what is in it, goes through it or runs is charged as that happens."""
