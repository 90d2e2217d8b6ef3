"""The Backup stack: copies of every lasting table in a vault, and a restore of them each month that our own
audit judges. Beside point-in-time recovery, which goes with its table: whoever deletes that deletes both."""

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.parts.acknowledge import acknowledge
from infra.settings import Settings
from infra.stacks.backup_validator import add_validator
from infra.stacks.data import DataStack

DAILY_DAYS = 35
MONTHLY_DAYS = 365
LEAST_DAYS = 7
"""For so long nobody deletes a copy, by whatever mistake: the vault's lock."""
VALIDATION_HOURS = 24
"""So long restored tables are kept for the audit; then AWS Backup deletes them, whatever came of it."""
TEST_PLAN = "paidonce_monthly"
NIGHTLY = events.Schedule.cron(hour="3", minute="0")
MONTHLY = events.Schedule.cron(hour="4", minute="0", day="1")
TEST_EACH_MONTH = "cron(0 6 2 * ? *)"
POLICIES = {
    "backup": "service-role/AWSBackupServiceRolePolicyForBackup",
    "restore": "service-role/AWSBackupServiceRolePolicyForRestores",
}


class BackupStack(Stack):
    """AWS Backup copies the tables one after another, within an hour: a set of copies is of no one moment."""

    def __init__(self, scope: Construct, construct_id: str, *, data: DataStack, settings: Settings) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: backups, and a restore test each month")
        self._data = data
        vault = backup.BackupVault(
            self,
            "Vault",
            removal_policy=RemovalPolicy.RETAIN,
            lock_configuration=backup.LockConfiguration(min_retention=Duration.days(LEAST_DAYS)),
        )
        self._copy_to(vault)
        plan = self._test(vault)
        add_validator(self, data=data, plan=plan, settings=settings)

    def _copy_to(self, vault: backup.BackupVault) -> None:
        plan = backup.BackupPlan(
            self,
            "Plan",
            backup_vault=vault,
            backup_plan_rules=[_rule("daily", NIGHTLY, DAILY_DAYS), _rule("monthly", MONTHLY, MONTHLY_DAYS)],
        )
        plan.add_selection(
            "LastingTables",
            resources=[backup.BackupResource.from_dynamo_db_table(table) for table in self._data.lasting],
            role=self._role("backup"),
        )

    def _test(self, vault: backup.BackupVault) -> backup.CfnRestoreTestingPlan:
        """Each month the latest copy of each table becomes a table, for a day."""
        plan = backup.CfnRestoreTestingPlan(
            self,
            "RestoreTest",
            restore_testing_plan_name=TEST_PLAN,
            schedule_expression=TEST_EACH_MONTH,
            start_window_hours=1,
            recovery_point_selection=backup.CfnRestoreTestingPlan.RestoreTestingRecoveryPointSelectionProperty(
                algorithm="LATEST_WITHIN_WINDOW",
                include_vaults=[vault.backup_vault_arn],
                recovery_point_types=["SNAPSHOT"],
                selection_window_days=2,
            ),
        )
        selection = backup.CfnRestoreTestingSelection(
            self,
            "TestedTables",
            restore_testing_plan_name=TEST_PLAN,
            restore_testing_selection_name="lasting_tables",
            protected_resource_type="DynamoDB",
            protected_resource_arns=[table.table_arn for table in self._data.lasting],
            iam_role_arn=self._role("restore").role_arn,
            validation_window_hours=VALIDATION_HOURS,
        )
        selection.add_resource_dependency(plan)
        return plan

    def _role(self, what: str) -> iam.Role:
        policy = POLICIES[what]
        role = iam.Role(
            self,
            f"{what.title()}Role",
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(policy)],
        )
        acknowledge(
            role,
            f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{policy}]",
            "AWS documents this policy for AWS Backup, changes it with the service, and refuses a plan whose "
            "role lacks a part of it. Only AWS Backup can assume the role, and it takes up nothing but what "
            "the selection beside it names.",
        )
        return role


def _rule(name: str, schedule: events.Schedule, days: int) -> backup.BackupPlanRule:
    return backup.BackupPlanRule(
        rule_name=name,
        schedule_expression=schedule,
        start_window=Duration.hours(1),
        completion_window=Duration.hours(8),
        delete_after=Duration.days(days),
    )
