"""The tables: what expires, what can be restored, what survives a deleted stack."""

import pytest

from harness.template import Template

LASTING = [
    "Carts",
    "Catalog",
    "Conversations",
    "Credits",
    "Fulfilments",
    "Journal",
    "OrderViews",
    "Orders",
    "Owners",
    "Payments",
    "Stock",
]


def test_there_are_no_other_tables(template: Template) -> None:
    assert sorted(template.tables) == sorted([*LASTING, "Idempotency", "Measures", "Live", "Sessions"])


@pytest.mark.parametrize(
    ("table", "attribute"),
    [
        ("Carts", "expires_at"),
        ("Idempotency", "expiration"),
        ("Measures", "expires_at"),
        ("Live", "expires_at"),
        ("Sessions", "expires_at"),
    ],
)
def test_what_nobody_needs_any_more_expires(template: Template, table: str, attribute: str) -> None:
    ttl = template.tables[table].properties["TimeToLiveSpecification"]

    assert ttl == {"AttributeName": attribute, "Enabled": True}


@pytest.mark.parametrize(
    "table",
    [
        "Catalog",
        "Conversations",
        "Credits",
        "Fulfilments",
        "Journal",
        "Orders",
        "Owners",
        "Payments",
        "Stock",
    ],
)
def test_what_is_owed_or_paid_never_expires(template: Template, table: str) -> None:
    assert "TimeToLiveSpecification" not in template.tables[table].properties


@pytest.mark.parametrize("table", LASTING)
def test_a_lasting_table_can_be_restored_to_any_second_and_survives_its_stack(
    template: Template, table: str
) -> None:
    (replica,) = template.tables[table].properties["Replicas"]
    resource = template.stacks["PaidOnceData"]["Resources"][template.tables[table].name]

    assert replica["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert resource["DeletionPolicy"] == "Retain"
    assert resource["UpdateReplacePolicy"] == "Retain"


def test_tables_are_paid_for_by_the_request(template: Template) -> None:
    assert {table.properties["BillingMode"] for table in template.tables.values()} == {"PAY_PER_REQUEST"}


def test_what_is_due_is_found_without_a_projection(template: Template) -> None:
    """And so is what operators find in lists."""
    indexes = template.tables["Orders"].properties["GlobalSecondaryIndexes"]

    assert [index["IndexName"] for index in indexes] == ["due", "lists"]
    assert [index["Projection"] for index in indexes] == [{"ProjectionType": "KEYS_ONLY"}] * 2
