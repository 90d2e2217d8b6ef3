"""Calls about sessions, and the tickets of the socket."""

from contract.call import Call, Success
from contract.session_models import Session, Ticket

COOKIE = {"Set-Cookie": "The token again, for browsers"}

SESSION_CALLS = [
    Call(
        "post",
        "/sessions",
        "openSession",
        "A session for a new, anonymous owner; with a token, the caller's own session, renewed",
        {
            200: Success(Session, "The session that the token stands for, renewed", COOKIE),
            201: Success(Session, "The session of a new owner", COOKIE),
        },
        {401: ["unauthorized"]},
        personal=False,
        renews=True,
    ),
    Call(
        "post",
        "/live/tickets",
        "issueTicket",
        "A ticket that opens one connection of the socket, within a minute",
        {201: Success(Ticket, "The ticket")},
    ),
]
