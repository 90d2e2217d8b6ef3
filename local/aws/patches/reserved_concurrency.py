"""CloudFormation's ReservedConcurrentExecutions takes effect; upstream drops it, so nothing is ever
throttled.
"""

from typing import Any

from ministack.services import lambda_svc
from ministack.services.cloudformation import provisioners

from local.aws.anchor import expect

CREATE_SOURCE = "8b2cf80e961d"
UPDATE_SOURCE = "4855410e37d7"
FUNCTION = "AWS::Lambda::Function"


def apply() -> None:
    """Wrap creation and update of functions."""
    create = expect(provisioners, "_lambda_create", source=CREATE_SOURCE)
    update = expect(provisioners, "_lambda_update", source=UPDATE_SOURCE)

    def create_reserved(logical_id: str, props: dict[str, Any], stack_name: str) -> Any:
        return _reserve(create(logical_id, props, stack_name), props)

    def update_reserved(
        physical_id: str,
        old_props: dict[str, Any],
        new_props: dict[str, Any],
        stack_name: str,
        logical_id: str | None = None,
    ) -> Any:
        return _reserve(update(physical_id, old_props, new_props, stack_name, logical_id), new_props)

    # The table of handlers was filled when the module was imported.
    provisioners._RESOURCE_HANDLERS[FUNCTION].update(create=create_reserved, update=update_reserved)


def _reserve(made: Any, props: dict[str, Any]) -> Any:
    """Set the limit on the function just made; `made` is `(name, attributes)` and is handed on."""
    limit = props.get("ReservedConcurrentExecutions")
    lambda_svc._functions[made[0]]["concurrency"] = None if limit is None else int(limit)
    return made
