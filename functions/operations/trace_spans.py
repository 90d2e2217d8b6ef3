"""A span, in OpenTelemetry's terms, and how an order's spans are written as OTLP's JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from functions.shared import clock, trace

SERVICE = "paidonce"
KINDS = {"internal": 1, "server": 2, "consumer": 5}
OK, ERROR, UNSET = "ok", "error", "unset"
_STATUS = {UNSET: 0, OK: 1, ERROR: 2}

Attributes = dict[str, str | int]


@dataclass(frozen=True)
class Moment:
    """Something that happened within a span, or a line that was logged."""

    at: datetime
    name: str
    attributes: Attributes = field(default_factory=dict)


@dataclass
class Span:
    """`parent` is None for the order itself. `ended_at` is None while it lasts. `links` are spans that it
    follows from without being a part of them."""

    span_id: str
    parent: str | None
    name: str
    started_at: datetime
    ended_at: datetime | None
    kind: str = "internal"
    status: str = UNSET
    attributes: Attributes = field(default_factory=dict)
    events: list[Moment] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As the command shows it; `ms` is None while it lasts."""
        ended = self.ended_at
        return {
            "span_id": self.span_id,
            "parent": self.parent,
            "name": self.name,
            "kind": self.kind,
            "status": self.status,
            "started_at": clock.timestamp(self.started_at),
            "ms": round((ended - self.started_at).total_seconds() * 1000) if ended else None,
            "attributes": self.attributes,
            "events": [
                {"at": clock.timestamp(one.at), "name": one.name} | one.attributes for one in self.events
            ],
            "links": self.links,
        }


def as_otlp(order_id: str, spans: Sequence[Span]) -> dict[str, Any]:
    """What collectors take (`POST /v1/traces`, JSON). A span that lasts still ends now."""
    scope = {"name": "paidonce.orders"}
    written = [_otlp(order_id, span) for span in spans]
    resource = {"attributes": _attributes({"service.name": SERVICE})}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": scope, "spans": written}]}]}


def _otlp(order_id: str, span: Span) -> dict[str, Any]:
    trace_id = trace.trace_id(order_id)
    found = {
        "traceId": trace_id,
        "spanId": span.span_id,
        "name": span.name,
        "kind": KINDS[span.kind],
        "startTimeUnixNano": _nanoseconds(span.started_at),
        "endTimeUnixNano": _nanoseconds(span.ended_at or clock.now()),
        "attributes": _attributes(span.attributes),
        "events": [
            {
                "timeUnixNano": _nanoseconds(one.at),
                "name": one.name,
                "attributes": _attributes(one.attributes),
            }
            for one in span.events
        ],
        "links": [{"traceId": trace_id, "spanId": one} for one in span.links],
        "status": {"code": _STATUS[span.status]},
    }
    return found | ({"parentSpanId": span.parent} if span.parent else {})


def _attributes(given: Mapping[str, str | int]) -> list[dict[str, Any]]:
    return [
        {"key": name, "value": {"intValue": str(one)} if isinstance(one, int) else {"stringValue": one}}
        for name, one in given.items()
    ]


def _nanoseconds(at: datetime) -> str:
    return f"{int(at.timestamp() * 1000)}000000"
