"""What operators' changes are answered. Handlers build these shapes as plain dictionaries; tests hold the two
together."""

from typing import Annotated, Any, Literal

from pydantic import Field

from contract.return_models import Return
from contract.session_models import Token
from contract.shapes import Cursor, OrderId, ReturnId, Shape, Timestamp, Unreadable

JobId = Annotated[str, Field(pattern=r"^job_[a-z2-7]{32}$")]


class OperatorSession(Shape):
    token: Token = None
    owner: Annotated[str, Field(description="op_, and the operator's name")]
    expires_at: Timestamp


class StopAnswer(Shape):
    """What an operator said to a stop, which the first to answer decides."""

    verdict: Literal["RETRY", "SETTLED"]
    by: str
    at: Timestamp
    why: str


class Retried(Shape):
    id: str
    status: Annotated[str | None, Field(description="Where it stands; null if it was set aside alone")]
    answer: StopAnswer | None
    sweep_due: Annotated[
        bool, Field(description="Whether the sweep had set it aside: the next one looks after it")
    ]


class By(Shape):
    by: str
    why: str


class Settled(Shape):
    id: str
    status: str
    settled: Annotated[By | None, Field(description="Who had it ended by hand, as its last event tells")]
    given_back: Annotated[
        int | None, Field(description="For a return whose refund by hand has failed: what was stated instead")
    ] = None
    notes: list[str]


class Signed(Shape):
    by: str
    why: str
    at: Timestamp


class ExplainedRefund(Shape):
    order_id: OrderId
    refund_id: str
    amount: Annotated[int, Field(description="In minor units")]
    made_at: Timestamp
    return_id: ReturnId | None
    stated: Signed | None
    notes: list[str]


class Decision(Shape):
    verdict: Literal["ACCEPTED", "REJECTED"]
    by: str
    at: Timestamp
    why: str | None
    lines: dict[str, int]
    not_on_shelf: dict[str, int]
    note: Annotated[str | None, Field(description="The sentence for the customer")]


class DecidedReturn(Return):
    """`photos` counts those that were announced."""

    photos: int  # type: ignore[assignment]
    stuck: Annotated[dict[str, Any] | None, Field(description="What keeps it before an operator")]
    decision: Decision | None


class AvailableStock(Shape):
    sku: str
    available: int
    received: Annotated[int, Field(description="The correction, negative for one downwards")]


class Shards(Shape):
    sku: str
    active: Annotated[int, Field(description="Over so many orders are spread")]
    shards: Annotated[int, Field(description="So many there ever were")]


class Circuit(Shape):
    circuit: Literal["CLOSED", "OPEN", "HALF_OPEN"]
    opened_at: Timestamp | None
    probes_from: Annotated[
        Timestamp | None, Field(description="Until then every new checkout is refused, then a few go through")
    ]
    failures: int


class SessionKey(Shape):
    id: str
    signs_from: Annotated[Timestamp | None, Field(description="null: always")]
    signs: bool
    needed_until: Annotated[
        Timestamp | None,
        Field(
            description="When the last session that it may have signed ends: it verifies until the rotation "
            "after that, or until it is revoked. null while no other key succeeds it"
        ),
    ]


class SessionKeys(Shape):
    keys: Annotated[list[SessionKey], Field(description="The oldest first; never what they sign with")]


class ChangedKeys(Shape):
    added: list[str]
    dropped: list[str]
    keys: list[SessionKey]


class EndedSessions(Shape):
    owner: str
    ended_until: Annotated[Timestamp, Field(description="Sessions that began later go on")]


class Job(Shape):
    """Work that was asked for and does not end within a call."""

    job_id: JobId
    kind: Annotated[str, Field(description="The command that does the same")]
    state: Literal["RUNNING", "DONE", "FAILED"]
    what: dict[str, Any]
    progress: Annotated[dict[str, Any], Field(description="What came of it so far, by what the kind tells")]
    steps: int
    by: str
    why: str
    at: Timestamp


class JobList(Shape):
    jobs: Annotated[list[Job], Field(description="The newest first")]
    unreadable: Unreadable
    next_cursor: Cursor
