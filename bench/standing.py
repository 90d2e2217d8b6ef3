"""What a deployment costs standing still: counted from its templates, a month, while nobody buys anything.

Every type of resource is either charged here or named in BY_USE; a test holds the app's templates to that,
and `make deploy` names what it does not know.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bench.assumptions import Assumptions
from bench.prices import STANDING, Price, read_prices

Properties = dict[str, Any]
Templates = Mapping[str, Mapping[str, Any]]
"""Synthesized templates by the name of their stack."""


@dataclass(frozen=True)
class Standing:
    """So many of a price's unit a month."""

    count: int
    price: Price

    @property
    def usd(self) -> Fraction:
        return self.price.of(self.count)


def _alarm(properties: Properties, _: Mapping[str, Any]) -> Counter[str]:
    looked_at = [one for one in properties.get("Metrics", []) if "MetricStat" in one]
    return Counter(alarm_metric_month=len(looked_at) or 1)


def _acl(properties: Properties, _: Mapping[str, Any]) -> Counter[str]:
    return Counter(web_acl_month=1, web_acl_rule_month=len(properties.get("Rules", [])))


def _poller(properties: Properties, resources: Mapping[str, Any]) -> Counter[str]:
    """Lambda asks a queue all day, on the shop's account; to read a table's stream it is not charged."""
    if "StartingPosition" in properties:
        return Counter()
    source = properties["EventSourceArn"]
    queue = resources.get(source["Fn::GetAtt"][0], {}) if "Fn::GetAtt" in source else {}
    kind = "fifo_request" if queue.get("Properties", {}).get("FifoQueue") else "queue_request"
    return Counter({kind: Assumptions().idle_polls})


def _one(price: str) -> Callable[[Properties, Mapping[str, Any]], Counter[str]]:
    return lambda *_: Counter({price: 1})


CHARGED: dict[str, Callable[[Properties, Mapping[str, Any]], Counter[str]]] = {
    "AWS::CloudWatch::Alarm": _alarm,
    "AWS::CloudWatch::CompositeAlarm": _one("composite_alarm_month"),
    "AWS::CloudWatch::Dashboard": _one("dashboard_month"),
    "AWS::ElastiCache::ServerlessCache": _one("serverless_cache_month"),
    "AWS::KMS::Key": _one("key_month"),
    "AWS::Lambda::EventSourceMapping": _poller,
    "AWS::SecretsManager::Secret": _one("secret_month"),
    "AWS::WAFv2::WebACL": _acl,
}
"""How many units of which price a resource of this type is, each month."""

BY_USE = {
    "what is invoked, called or begun": (
        "AWS::ApiGateway::Account AWS::ApiGateway::ApiKey AWS::ApiGateway::Authorizer"
        " AWS::ApiGateway::Deployment AWS::ApiGateway::GatewayResponse AWS::ApiGateway::Method"
        " AWS::ApiGateway::Resource AWS::ApiGateway::RestApi AWS::ApiGateway::Stage"
        " AWS::ApiGateway::UsagePlan AWS::ApiGateway::UsagePlanKey AWS::ApiGatewayV2::Api"
        " AWS::ApiGatewayV2::Integration AWS::ApiGatewayV2::Route AWS::ApiGatewayV2::RouteResponse"
        " AWS::ApiGatewayV2::Stage AWS::CloudFront::Distribution AWS::CloudFront::Function"
        " AWS::CodeBuild::Project AWS::CodeDeploy::Application AWS::CodeDeploy::DeploymentGroup"
        " AWS::Events::EventBus AWS::Events::Rule AWS::Lambda::Alias AWS::Lambda::EventInvokeConfig"
        " AWS::Lambda::Function AWS::StepFunctions::StateMachine AWS::StepFunctions::StateMachineAlias"
        " AWS::StepFunctions::StateMachineVersion AWS::SNS::Topic AWS::SQS::Queue AWS::XRay::SamplingRule"
    ),
    "what is kept, by its size": (
        "AWS::Backup::BackupPlan AWS::Backup::BackupSelection AWS::Backup::BackupVault"
        " AWS::Backup::RestoreTestingPlan AWS::Backup::RestoreTestingSelection"
        " AWS::DynamoDB::GlobalTable AWS::Lambda::LayerVersion AWS::Lambda::Version AWS::Logs::LogGroup"
        " AWS::S3::Bucket"
    ),
    "nothing": (
        "AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupIngress AWS::EC2::Subnet AWS::EC2::VPC"
        " AWS::ElastiCache::User AWS::ElastiCache::UserGroup"
        " AWS::CDK::Metadata AWS::CloudFront::CachePolicy AWS::CloudFront::OriginAccessControl"
        " AWS::CloudFront::OriginRequestPolicy AWS::CloudFront::ResponseHeadersPolicy AWS::IAM::Policy"
        " AWS::IAM::Role AWS::Lambda::Permission AWS::S3::BucketPolicy AWS::SNS::Subscription"
        " AWS::SNS::TopicPolicy AWS::SQS::QueuePolicy AWS::WAFv2::WebACLAssociation"
    ),
}
"""What resources of these types cost by; while nobody buys, next to nothing (docs/performance.md)."""
KNOWN = {*CHARGED, *" ".join(BY_USE.values()).split()}


def standing(templates: Templates) -> list[Standing]:
    """What is paid each month whether anybody buys or not, the dearest first."""
    prices = read_prices().by_name | read_prices(STANDING).by_name
    counts: Counter[str] = Counter()
    for template in templates.values():
        resources = template["Resources"]
        for resource in resources.values():
            if count := CHARGED.get(resource["Type"]):
                counts += count(resource.get("Properties", {}), resources)
    found = [Standing(number, prices[name]) for name, number in counts.items()]
    return sorted(found, key=lambda one: (-one.usd, one.price.unit))


def not_known(templates: Templates) -> list[str]:
    """What may cost money standing still and is not counted: types that no table above names, and capacity
    that is provisioned."""
    found = set()
    for template in templates.values():
        for resource in template["Resources"].values():
            if resource["Type"] not in KNOWN:
                found.add(str(resource["Type"]))
            if _provisioned(resource.get("Properties", {})):
                found.add(f"{resource['Type']} with provisioned capacity")
    return sorted(found)


def _provisioned(properties: Properties) -> bool:
    return (
        "ProvisionedConcurrencyConfig" in properties
        or "ProvisionedThroughput" in properties
        or properties.get("BillingMode", "PAY_PER_REQUEST") != "PAY_PER_REQUEST"
        or properties.get("CacheClusterEnabled") is True
    )
