"""The Data stack: every table, and the keys that sign sessions."""

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.parts.acknowledge import acknowledge
from infra.parts.files import files_bucket

Attribute = dynamodb.Attribute
STRING = dynamodb.AttributeType.STRING
RESTORED = "PaidOnce"
"""Restored tables are called `PaidOnce-<table>-<suffix>`: ops/restored_tables.py."""


class DataStack(Stack):
    """With a `suffix`, tables of these names are there already, restored (`ops restore-tables`), and are
    taken in; files and session keys are those of `kept`, the stack of the shop's first tables."""

    def __init__(
        self, scope: Construct, construct_id: str, *, suffix: str = "", kept: "DataStack | None" = None
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: tables and session keys")
        self._suffix = suffix
        self.tables: dict[str, dynamodb.TableV2] = {}
        self.lasting: list[dynamodb.TableV2] = []
        self.catalog = self._table("Catalog", "sku")
        self.carts = self._table("Carts", "owner", ttl="expires_at")
        self.owners = self._table("Owners", "owner")
        self.orders = self._table("Orders", "order_id", "item", stream=dynamodb.StreamViewType.NEW_IMAGE)
        self.orders.add_global_secondary_index(
            index_name="due",
            partition_key=Attribute(name="due_bucket", type=STRING),
            sort_key=Attribute(name="due_at", type=STRING),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        self.orders.add_global_secondary_index(
            index_name="lists",
            partition_key=Attribute(name="listed", type=STRING),
            sort_key=Attribute(name="listed_at", type=STRING),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        self.order_views = self._order_views()
        self.stock = self._table("Stock", "id")
        self.payments = self._table("Payments", "order_id")
        self.fulfilments = self._table("Fulfilments", "order_id")
        self.live = self._table("Live", "id", "item", ttl="expires_at", backup=False)
        self.sessions = self._table("Sessions", "session_id", "item", ttl="expires_at", backup=False)
        self.idempotency = self._table("Idempotency", "id", ttl="expiration", backup=False)
        self.journal = self._table("Journal", "bucket", "at")
        self.journal.add_global_secondary_index(
            index_name="by_target",
            partition_key=Attribute(name="target", type=STRING),
            sort_key=Attribute(name="at", type=STRING),
        )
        self.conversations = self._conversations()
        self.measures = self._table("Measures", "kind", "hour", ttl="expires_at", backup=False)
        self._export_all()
        self.files: s3.IBucket = kept.files if kept else self._files()
        self.session_keys: secretsmanager.ISecret = kept.session_keys if kept else self._session_keys()

    def _files(self) -> s3.Bucket:
        bucket = files_bucket(self, "Files")
        CfnOutput(self, "FilesBucket", value=bucket.bucket_name)
        return bucket

    def _session_keys(self) -> secretsmanager.Secret:
        keys = secretsmanager.Secret(
            self,
            "SessionKeys",
            description="Keys that sign session tokens, by key id (functions/session/keys.py)",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template="{}",  # noqa: S106 - holds none
                generate_string_key="k1",
                password_length=48,
                exclude_punctuation=True,
            ),
            removal_policy=RemovalPolicy.RETAIN,
        )
        acknowledge(
            keys,
            "AwsSolutions-SMG4",
            "Rotated every thirty days by the function RotateKeys (infra/stacks/operations_keys.py), not on "
            "Secrets Manager's schedule, which exchanges one value for another at once and would refuse what "
            "customers hold. Several keys stand in this secret: a new one is published before it signs, "
            "an old one verifies until its last token has expired, and a leaked one is revoked within ten "
            "minutes (docs/decisions/0013).",
        )
        CfnOutput(self, "SessionKeysSecret", value=keys.secret_arn)
        return keys

    def _export_all(self) -> None:
        """Whether another stack refers to them or not: CloudFormation refuses to take back an export that
        is in use, and a shop that moves to restored tables lets go of these one stack after the other."""
        for table in self.tables.values():
            self.export_value(table.table_name)
            self.export_value(table.table_arn)
        self.export_value(self.orders.table_stream_arn)

    def _order_views(self) -> dynamodb.TableV2:
        """One row an order; its indexes find orders by status and by e-mail address, and what was sold on
        another day than it was placed."""
        table = self._table("OrderViews", "owner", "placed")
        placed = Attribute(name="placed", type=STRING)
        table.add_global_secondary_index(
            index_name="by_status",
            partition_key=Attribute(name="status_bucket", type=STRING),
            sort_key=placed,
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        table.add_global_secondary_index(
            index_name="by_day",
            partition_key=Attribute(name="sold_bucket", type=STRING),
            sort_key=placed,
            projection_type=dynamodb.ProjectionType.INCLUDE,
            non_key_attributes=["total"],
        )
        table.add_global_secondary_index(
            index_name="by_email",
            partition_key=Attribute(name="email_key", type=STRING),
            sort_key=placed,
            projection_type=dynamodb.ProjectionType.KEYS_ONLY,
        )
        return table

    def _conversations(self) -> dynamodb.TableV2:
        """Heads, messages and markers; the indexes hold heads alone, by owner and by what is unread."""
        table = self._table("Conversations", "conversation", "item")
        for index, partition in (("by_owner", "owner"), ("by_activity", "bucket")):
            table.add_global_secondary_index(
                index_name=index,
                partition_key=Attribute(name=partition, type=STRING),
                sort_key=Attribute(name="active", type=STRING),
                projection_type=dynamodb.ProjectionType.KEYS_ONLY,
            )
        return table

    def _table(
        self,
        name: str,
        partition_key: str,
        sort_key: str | None = None,
        *,
        ttl: str | None = None,
        stream: dynamodb.StreamViewType | None = None,
        backup: bool = True,
    ) -> dynamodb.TableV2:
        table = dynamodb.TableV2(
            self,
            name,
            table_name=f"{RESTORED}-{name}-{self._suffix}" if self._suffix else None,
            partition_key=Attribute(name=partition_key, type=STRING),
            sort_key=Attribute(name=sort_key, type=STRING) if sort_key else None,
            time_to_live_attribute=ttl,
            dynamo_stream=stream,
            billing=dynamodb.Billing.on_demand(),
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=backup
            ),
            removal_policy=RemovalPolicy.RETAIN if backup else RemovalPolicy.DESTROY,
            deletion_protection=backup,
        )
        CfnOutput(self, f"{name}Table", value=table.table_name)
        self.tables[name] = table
        if backup:
            self.lasting.append(table)
        return table
