"""Keeps pages of other sites from what only this machine's own pages may do: killing, faults, the kitchen."""

from aiohttp import web
from yarl import URL

from local.front.proxy import problem

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def refusal(request: web.Request) -> web.Response | None:
    """A problem where the request comes by another name than this machine's (a name of somebody else's may
    lead here, too), or from a page of another origin: browsers name that with whatever is no mere look."""
    if URL(f"http://{request.host}").host not in LOOPBACK:
        return problem(403, "forbidden", "This is for http://127.0.0.1 or http://localhost alone.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        return problem(403, "forbidden", "Pages of other origins may not do this.")
    return None
