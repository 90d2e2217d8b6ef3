"""A return's state machine and the bucket for files, as the app ships them."""

from harness.roles import grants, role_of
from harness.template import Template
from tests.infra.machines import shipped

SHIPPED = shipped("return")
STATES = SHIPPED["States"]
WAITS = ("AwaitInspection", "AwaitOperator")
STEPS = ("RefundPayment", "RestockItems", "CloseReturn")


def test_a_return_goes_from_its_inspection_to_its_end() -> None:
    path = [SHIPPED["StartAt"]]
    while "Next" in STATES[path[-1]]:
        path.append(STATES[path[-1]]["Next"])
    assert path == ["AwaitInspection", *STEPS]
    assert set(STATES) == {*WAITS, *STEPS}


def test_what_an_operator_sends_on_begins_where_the_decision_is_found() -> None:
    assert STATES["AwaitOperator"]["Next"] == "AwaitInspection"
    assert {one["Next"] for one in STATES["AwaitOperator"]["Catch"]} == {"AwaitInspection"}


def test_a_rejection_closes_the_return_and_a_wait_without_end_begins_anew() -> None:
    ways = {one["ErrorEquals"][0]: one["Next"] for one in STATES["AwaitInspection"]["Catch"]}
    assert ways == {
        "ReturnRejected": "CloseReturn",
        "States.Timeout": "AwaitInspection",
        "States.ALL": "AwaitOperator",
    }


def test_nothing_in_the_bucket_for_files_is_public_or_unencrypted(template: Template) -> None:
    (bucket,) = template.resources("AWS::S3::Bucket")
    properties = bucket.properties
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
    (policy,) = template.resources("AWS::S3::BucketPolicy")
    (statement,) = policy.properties["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == (
        "Deny",
        {"Bool": {"aws:SecureTransport": "false"}},
    )


def test_forms_for_photos_can_put_photos_and_nothing_else(template: Template) -> None:
    function = template.functions["ReturnPhotos"]
    given = {one for one in grants(template, role_of(function)) if one[0].startswith("s3:")}
    (bucket,) = template.resources("AWS::S3::Bucket")
    assert given == {("s3:PutObject", f"arn:aws:s3:::{bucket.name}/returns/*")}
