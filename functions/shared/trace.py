"""One trace for one order, in OpenTelemetry's terms: its ids follow from the order's own, so that whoever
writes or reads a part of it, on any day, on any machine, has the same ones without asking anybody."""

import hashlib

from functions.shared import ids


def order_of(subject: object) -> str | None:
    """The order that something is about: an order's id is its own, that of a return or of a refund of an
    amount names its order. None for anything else."""
    if not isinstance(subject, str):
        return None
    return subject if ids.is_order_id(subject) else ids.order_of_part(subject)


def trace_id(order_id: str) -> str:
    """As W3C Trace Context has it: 32 hex digits."""
    return hashlib.sha256(f"trace\n{order_id}".encode()).hexdigest()[:32]


def span_id(subject: str, *name: str) -> str:
    """16 hex digits, of the part of an order's trace that is called so: a state of the order's, or of a
    return's, is called as its step in snake case."""
    return hashlib.sha256("\n".join(["span", subject, *name]).encode()).hexdigest()[:16]
