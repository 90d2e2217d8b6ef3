"""What a deployment makes, and what of it costs money while nobody buys: said before anybody is asked."""

from collections import Counter
from fractions import Fraction

from bench.exact import rounded
from bench.prices import STANDING, read_prices
from bench.standing import not_known, standing
from infra.deploy_needs import Assembly, Where

COUNTED = {
    "AWS::DynamoDB::GlobalTable": "tables",
    "AWS::Lambda::Function": "functions",
    "AWS::StepFunctions::StateMachine": "state machines",
    "AWS::SQS::Queue": "queues",
    "AWS::S3::Bucket": "buckets",
    "AWS::CloudWatch::Alarm": "alarms",
    "AWS::CloudWatch::Dashboard": "dashboards",
    "AWS::WAFv2::WebACL": "web ACLs",
}


def plan(assembly: Assembly, place: Where, keys: str) -> str:
    """Lines for whoever is asked; `keys` is what is known of the payment provider's."""
    templates = assembly.templates
    kinds = Counter(one["Type"] for stack in templates.values() for one in stack["Resources"].values())
    resources = ", ".join(f"{kinds[kind]} {name}" for kind, name in COUNTED.items() if kinds[kind])
    size = f"{len(templates)} stacks, {kinds.total()} resources"
    return "\n".join(
        [
            f"To account {place.account} in {place.region}: {size}",
            f"  {resources}",
            f"Payments: {keys}",
            *costs(assembly),
        ]
    )


def costs(assembly: Assembly) -> list[str]:
    """US dollars a month that are paid while nobody buys, and where the prices are from."""
    found = standing(assembly.templates)
    total = sum((one.usd for one in found), Fraction())
    prices = read_prices(STANDING)
    lines = [f"Costs standing still, in US dollars a month: {rounded(total, 2)}"]
    lines += [f"  {rounded(one.usd, 2):>8}  {one.count:,} x {one.price.unit}" for one in found]
    lines += [f"  not counted, look it up: {what}" for what in not_known(assembly.templates)]
    lines += [
        f"  List prices of {prices.region} as of {prices.written_on}, no free tiers, each with its source in",
        "  bench/standing_prices.json and bench/prices.json. Besides: the payment provider's secret,",
        "  what is kept by its size, and what customers make it do (docs/performance.md).",
    ]
    return lines
