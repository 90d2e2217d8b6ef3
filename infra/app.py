"""The app's stacks, in the order in which they depend on each other."""

from typing import Any

from aws_cdk import App, Stack
from aws_cdk.aws_dynamodb import TableV2

from infra.settings import Settings, read_settings, refuse_unknown
from infra.stacks.api import ApiStack
from infra.stacks.backup import BackupStack
from infra.stacks.cache import CacheStack
from infra.stacks.conversations import add_conversations
from infra.stacks.data import DataStack
from infra.stacks.edge import EdgeStack
from infra.stacks.faults import FaultsStack
from infra.stacks.fulfilment import Fulfilment
from infra.stacks.identity import issuer_of
from infra.stacks.live import LiveStack
from infra.stacks.notifications import NotificationsStack
from infra.stacks.operations import OperationsStack
from infra.stacks.operations_looks import add_looks
from infra.stacks.protection import ProtectionStack
from infra.stacks.reconcile import add_reconcile
from infra.stacks.recovery import RecoveryStack
from infra.stacks.refunds import RefundsStack
from infra.stacks.region import RegionStack
from infra.stacks.relay import RelayStack
from infra.stacks.replica import ReplicaStack, close
from infra.stacks.returns import ReturnsStack
from infra.stacks.watch import WatchStack
from infra.stacks.web import WebStack
from infra.stacks.workflow import WorkflowStack

DATA = "PaidOnceData"


def build(context: dict[str, Any] | None = None, outdir: str | None = None) -> App:
    """Raises InvalidSetting."""
    app = App(context=context, outdir=outdir)
    refuse_unknown(app.node.get_all_context({}))
    settings = read_settings(app.node)
    data = _data(app, settings)
    workflow = WorkflowStack(app, "PaidOnceWorkflow", data=data, settings=settings)
    fulfilment = Fulfilment(workflow, data=data, settings=settings)
    relay = RelayStack(app, "PaidOnceRelay", data=data, fulfilment=fulfilment, settings=settings)
    NotificationsStack(app, "PaidOnceNotifications", data=data, bus=relay.bus, settings=settings)
    returns = ReturnsStack(app, "PaidOnceReturns", data=data, settings=settings)
    refunds = RefundsStack(app, "PaidOnceRefunds", data=data, settings=settings)
    machines = {
        "CHECKOUT_MACHINE": workflow.machine,
        "FULFILMENT_MACHINE": fulfilment.machine,
        "RETURN_MACHINE": returns.machine,
        "REFUND_MACHINE": refunds.machine,
    }
    recovery = RecoveryStack(app, "PaidOnceRecovery", data=data, machines=machines, settings=settings)
    reconcile = add_reconcile(recovery, data=data, machines=machines, settings=settings)
    region = RegionStack(app, "PaidOnceRegion")
    live = LiveStack(app, "PaidOnceLive", data=data, settings=settings)
    live.add_stack_dependency(region, reason="API Gateway refuses a stage that logs before it may write logs")
    add_conversations(live, data=data, bus=relay.bus)
    operations = OperationsStack(
        app,
        "PaidOnceOperations",
        data=data,
        machines=machines,
        relay=relay,
        fulfilment=fulfilment,
        reconcile=reconcile,
        live=live,
        settings=settings,
    )
    add_looks(operations, data=data, machines=machines, settings=settings)
    api = ApiStack(
        app,
        "PaidOnceApi",
        handlers=Stack(app, "PaidOnceHandlers", description="PaidOnce: the functions behind the HTTP API"),
        data=data,
        workflow=workflow,
        fulfilment=fulfilment,
        returns=returns,
        operations=operations,
        bus=relay.bus,
        live=live,
        issuer=issuer_of(app, settings),
        cache=CacheStack(app, "PaidOnceCache") if settings.own_cache else None,
        settings=settings,
    )
    api.add_stack_dependency(region, reason="API Gateway refuses a stage that logs before it may write logs")
    if not settings.replica_of:
        BackupStack(app, "PaidOnceBackup", data=data, settings=settings)
    if settings.behind_cloudfront:
        edge = EdgeStack(app, "PaidOnceEdge")
        web = WebStack(app, "PaidOnceWeb", data=data, api=api, live=live, edge=edge, settings=settings)
        web.add_stack_dependency(edge, reason="it names the web ACL by that stack's output")
    else:
        ProtectionStack(app, "PaidOnceProtection", api=api)
    watch = WatchStack(app, "PaidOnceWatch", machines=machines, settings=settings)
    if settings.fault_injection:
        faults = FaultsStack(app, "PaidOnceFaults", workflow=workflow, tables=_replicated(data, settings))
        faults.add_stack_dependency(watch, reason="an experiment names the alarm that stops it")
    if settings.closed:
        close(app)
    return app


def _data(app: App, settings: Settings) -> DataStack:
    """The shop's first tables or, in a stack of their own beside these, restored ones; in a second region,
    replicas."""
    if settings.replica_of:
        return DataStack(app, DATA, replicated=True)
    region, suffix = settings.replica_region, settings.table_suffix
    first = DataStack(app, DATA, replica_region=region)
    if region:
        replica = ReplicaStack(app, "PaidOnceReplica", region=region)
        first.add_stack_dependency(replica, reason="files are replicated into its bucket")
    if not suffix:
        return first
    return DataStack(app, f"{DATA}{suffix}", suffix=suffix, kept=first, replica_region=region)


def _replicated(data: DataStack, settings: Settings) -> list[TableV2]:
    made = [one for one in data.lasting if isinstance(one, TableV2)]
    return made if settings.replica_region else []
