"""What operators' looks at the machines of an order answer."""

from typing import Annotated, Literal

from pydantic import Field

from contract.shapes import OrderId, Shape, Timestamp
from functions.order.order import Status


class GraphState(Shape):
    name: str
    type: str
    comment: str | None


class GraphEdge(Shape):
    source: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    when: Literal["next", "choice", "default", "error"]
    errors: Annotated[list[str], Field(description="Names of errors that are caught this way")]


class GraphAttempt(Shape):
    attempt: Annotated[int, Field(ge=1)]
    at: Timestamp
    ended_at: Timestamp | None
    outcome: Literal["running", "succeeded", "failed"]
    error: str | None
    cause: str | None
    next_try_by: Annotated[
        Timestamp | None, Field(description="When it is tried again, at the latest; null if it is not")
    ]


class GraphVisit(Shape):
    state: Annotated[str | None, Field(description="null where the history is cut within it")]
    entered_at: Timestamp
    left_at: Timestamp | None
    outcome: Literal["running", "succeeded", "failed"]
    attempts: list[GraphAttempt]


class GraphExecution(Shape):
    machine: Literal["checkout", "fulfilment", "return", "refund"]
    name: str
    status: Literal["RUNNING", "SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"]
    started_at: Timestamp | None
    ended_at: Timestamp | None
    start: Annotated[str, Field(description="The state it starts at")]
    states: list[GraphState]
    edges: list[GraphEdge]
    visits: list[GraphVisit]
    cut: Annotated[bool, Field(description="Whether the history is longer: its beginning is missing")]


class OrderGraph(Shape):
    order_id: OrderId
    status: Status | None
    executions: list[GraphExecution]
    cut: Annotated[bool, Field(description="Whether there are more executions")]
