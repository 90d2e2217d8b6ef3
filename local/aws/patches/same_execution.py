"""Starting a running execution again with the same name and input answers the running one, as on AWS."""

import json
from typing import Any

from ministack.core.responses import json_response
from ministack.services import stepfunctions

from local.aws.anchor import replace

SOURCE = "9923282fc76c"
EXISTS = "ExecutionAlreadyExists"


def apply() -> None:
    """Wrap StartExecution; upstream refuses every repeated name."""

    def start(data: dict[str, Any]) -> Any:
        answer = original(data)
        if answer[0] == 200 or EXISTS not in _text(answer[2]):
            return answer
        execution = _running_twin(data)
        if execution is None:
            return answer
        twin = {"executionArn": execution["executionArn"], "startDate": execution["startDate"]}
        return json_response(twin)

    original = replace(stepfunctions, "_start_execution", start, source=SOURCE)


def _running_twin(data: dict[str, Any]) -> dict[str, Any] | None:
    machine = stepfunctions._resolve_state_machine_arn(data["stateMachineArn"])
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{data['name']}"
    execution: dict[str, Any] | None = stepfunctions._executions.get(arn)
    if execution is None or execution["status"] != "RUNNING":
        return None
    same = json.loads(execution["input"]) == json.loads(data.get("input", "{}"))
    return execution if same else None


def _text(body: bytes | str) -> str:
    return body.decode() if isinstance(body, bytes) else body
