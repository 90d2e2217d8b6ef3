"""What a second region has of the shop's data, and a shop that is deployed there on what it finds.

`replicaRegion` is said to the first region: its tables, session keys and files are replicated. `replicaOf` is
said to the second: its stacks are made on those replicas. Names of replicas are not known to a template, so
`ops prepare-region` writes them there into Parameter Store.
"""

from aws_cdk import App, Aws, CfnOutput, Environment, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.parts.acknowledge import acknowledge
from infra.parts.files import files_bucket

NAMES = "/paidonce/replica/"
"""Where `ops prepare-region` writes what replicas are called, by output (`OrdersTable`)."""
STREAM = "OrdersStream"


class ReplicaStack(Stack):
    """In the second region, deployed from the first: the bucket that files are replicated into."""

    def __init__(self, scope: Construct, construct_id: str, *, region: str) -> None:
        env = Environment(region=region)
        super().__init__(scope, construct_id, env=env, description="PaidOnce: files of a second region")
        files_bucket(self, "Files", name=replica_bucket(region))


def replica_bucket(region: str) -> str:
    return f"paidonce-files-{Aws.ACCOUNT_ID}-{region}"


def replicate_table(table: dynamodb.TableV2, region: str) -> None:
    """With recovery and protection of its own. In the template itself: the construct would have the whole app
    name its region."""
    made = table.node.default_child
    assert isinstance(made, dynamodb.CfnGlobalTable)  # noqa: S101 - for the types
    made.add_property_override(
        "Replicas.1",
        {
            "Region": region,
            "DeletionProtectionEnabled": True,
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        },
    )
    # A global table's stream carries both images, whether or not anybody asks for the old one.
    made.add_property_override("StreamSpecification", {"StreamViewType": "NEW_AND_OLD_IMAGES"})


def replicate_files(bucket: s3.Bucket, region: str) -> None:
    """Every version that is written from now on, and that something was deleted."""
    target = f"arn:{Aws.PARTITION}:s3:::{replica_bucket(region)}"
    role = iam.Role(bucket, "Replication", assumed_by=iam.ServicePrincipal("s3.amazonaws.com"))
    for actions, resource in (
        (["s3:GetReplicationConfiguration", "s3:ListBucket"], bucket.bucket_arn),
        (
            ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
            bucket.arn_for_objects("*"),
        ),
        (["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], f"{target}/*"),
    ):
        role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[resource]))
    made = bucket.node.default_child
    assert isinstance(made, s3.CfnBucket)  # noqa: S101 - for the types
    own = f"<{Stack.of(bucket).get_logical_id(made)}.Arn>"
    other = f"arn:<AWS::Partition>:s3:::paidonce-files-<AWS::AccountId>-{region}"
    for place in (own, other):
        acknowledge(
            role,
            f"AwsSolutions-IAM5[Resource::{place}/*]",
            "Every object of the one bucket is replicated into the other: its name is not known before.",
        )
    made.add_property_override(
        "ReplicationConfiguration",
        {
            "Role": Stack.of(bucket).resolve(role.role_arn),
            "Rules": [
                {
                    "Id": "second-region",
                    "Status": "Enabled",
                    "Priority": 1,
                    "Filter": {"Prefix": ""},
                    "DeleteMarkerReplication": {"Status": "Enabled"},
                    "Destination": {"Bucket": Stack.of(bucket).resolve(target)},
                }
            ],
        },
    )


def found(scope: Construct, output: str) -> str:
    """What is called so in the second region (`OrdersTable`), once the stack is deployed there."""
    return ssm.StringParameter.value_for_string_parameter(scope, NAMES + output)


def found_table(scope: Construct, name: str, *, streams: bool) -> dynamodb.ITableV2:
    table = dynamodb.TableV2.from_table_attributes(
        scope,
        name,
        table_name=found(scope, f"{name}Table"),
        table_stream_arn=found(scope, STREAM) if streams else None,
    )
    CfnOutput(scope, f"{name}Table", value=table.table_name)
    return table


def close(app: App) -> None:
    """Nothing runs, as after `ops close-region`, until `ops fail-over` or `ops open-region`: two regions that
    run would each sell the last unit."""
    for one in app.node.find_all():
        if isinstance(one, lambda_.CfnEventSourceMapping):
            one.enabled = False
        elif isinstance(one, events.CfnRule):
            one.state = "DISABLED"
        elif isinstance(one, lambda_.CfnFunction) and one.reserved_concurrent_executions is None:
            one.reserved_concurrent_executions = 0
