"""Calls about sessions, and the tickets of the socket."""

from contract.call import BODY_PROBLEMS, Call, Success
from contract.session_models import (
    CurrentSession,
    Dropped,
    LoggedIn,
    LoginPlaces,
    Session,
    SessionData,
    Ticket,
)
from functions.account.api_login import LoginBody
from functions.session.api_sessions import LinkBody

COOKIE = {"Set-Cookie": "For a browser's page, instead of the token"}

OUT_OF_REACH = {
    "Paidonce-Session-Data": "unavailable, where the object is empty because what keeps it did not answer"
}
NOT_KEPT = Success(
    SessionData,
    "An empty object: what keeps it did not answer, and may have taken the change or not. Go on without it",
    {"Paidonce-Session-Data": "unavailable"},
)

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
        "/sessions/order",
        "openOrderSession",
        "A session for one order, by the link in a mail about it",
        {201: Success(Session, "The session, for a day", COOKIE)},
        BODY_PROBLEMS | {401: ["unauthorized"]},
        body=LinkBody,
        personal=False,
    ),
    Call(
        "get",
        "/sessions/login",
        "getLogin",
        "Where to log in",
        {200: Success(LoginPlaces, "Places of the issuer of accounts")},
        personal=False,
    ),
    Call(
        "post",
        "/sessions/login",
        "logIn",
        "A session by the code of the issuer of accounts",
        {201: Success(LoggedIn, "The new session", COOKIE)},
        BODY_PROBLEMS | {401: ["unauthorized"], 403: ["operators-only"]},
        body=LoginBody,
        personal=False,
        renews=True,
    ),
    Call(
        "get",
        "/sessions/current",
        "getSession",
        "The caller's session",
        {200: Success(CurrentSession, "Whose it is, and until when its token is good")},
    ),
    Call(
        "delete",
        "/sessions/current",
        "signOut",
        "Sign out here",
        {200: Success(Dropped, "Done, or there was nothing to end", COOKIE)},
        {401: ["unauthorized"]},
        personal=False,
        renews=True,
    ),
    Call(
        "delete",
        "/sessions",
        "signOutEverywhere",
        "Sign out on all devices",
        {200: Success(Dropped, "Every session of the caller's that began until now has ended", COOKIE)},
    ),
    Call(
        "get",
        "/sessions/current/data",
        "getSessionData",
        "What was kept for this session",
        {200: Success(SessionData, "The object, an empty one where it is gone", OUT_OF_REACH)},
    ),
    Call(
        "put",
        "/sessions/current/data",
        "putSessionData",
        "Keep an object for this session, in place of what was kept",
        {200: Success(SessionData, "What is kept"), 202: NOT_KEPT},
        BODY_PROBLEMS,
        body=SessionData,
    ),
    Call(
        "delete",
        "/sessions/current/data",
        "deleteSessionData",
        "Keep nothing for this session",
        {200: Success(SessionData, "An empty object"), 202: NOT_KEPT},
    ),
    Call(
        "post",
        "/live/tickets",
        "issueTicket",
        "A ticket that opens one connection of the socket, within a minute",
        {201: Success(Ticket, "The ticket")},
    ),
]
