"""Every change made to the embedded MiniStack, one module each."""

from local.aws.functions import Functions


def apply_all(functions: Functions) -> None:
    """Apply every patch; raises PatchMismatch if MiniStack is not the version they were written for."""
    from local.aws.patches import (
        condition_cache,
        gateway_errors,
        kept_queues,
        kept_streams,
        lambda_logs,
        lambda_workers,
        machine_versions,
        policy_newlines,
        queue_ages,
        reserved_concurrency,
        same_execution,
        secret_versions,
        socket_outbox,
        socket_routes,
        sorted_partitions,
        start_delay,
        table_settings,
        task_errors,
    )

    lambda_workers.apply(functions)
    socket_routes.apply(functions)
    for patch in (
        condition_cache,
        gateway_errors,
        kept_queues,
        kept_streams,
        lambda_logs,
        policy_newlines,
        queue_ages,
        reserved_concurrency,
        same_execution,
        secret_versions,
        socket_outbox,
        sorted_partitions,
        start_delay,
        table_settings,
        task_errors,
        machine_versions,  # after start_delay
    ):
        patch.apply()
