"""What a deployment makes, and what of it costs money while nobody buys: said before anybody is asked."""

from collections import Counter
from fractions import Fraction

from bench.exact import Exact, rounded
from bench.prices import Price, read_prices
from bench.standing import FILE, known, standing, uncounted
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
    units: dict[Price, Exact] = {}
    for one in standing(known(assembly.templates)):
        units[one.price] = units.get(one.price, 0) + one.count
    found = sorted(units.items(), key=lambda one: (-one[0].of(one[1]), one[0].unit))
    total = sum((price.of(count) for price, count in found), Fraction())
    prices = read_prices(FILE)
    lines = [f"Costs standing still, in US dollars a month: {rounded(total, 2)}"]
    lines += [
        f"  {rounded(price.of(count), 2):>8}  {float(count):,.0f} x {price.unit}" for price, count in found
    ]
    lines += [f"  not counted, look it up: {what}" for what in uncounted(assembly.templates)]
    lines += [
        f"  List prices of {prices.region} as of {prices.written_on}, no free tiers, each with its source in",
        "  bench/standing_prices.json and bench/prices.json. Besides: the payment provider's secret,",
        "  what is kept by its size, and what customers make it do (docs/cost.md).",
    ]
    return lines
