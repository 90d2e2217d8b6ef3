"""`operator-session`: a link that opens an operator's session. Its code stands in the fragment, which
browsers send to nobody: the page sends it, and it is spent."""

from typing import Any

from functions.operations.open_operator_session import make_code
from functions.operator.journal import Signed
from functions.shared import clock
from ops.errors import CommandError
from ops.target import local_url

CONSOLE = "/console"


def operator_link(name: str, url: str | None, signed: Signed) -> dict[str, Any]:
    """`{operator, link, good_until}`. `url`: where the shop's pages are, None for those of the local run.
    Raises CommandError."""
    pages = url or local_url()
    if pages is None:
        raise CommandError("say by --url where the shop's pages are")
    code, until = make_code(name, signed)
    return {"operator": name, "link": link_to(pages, code), "good_until": clock.timestamp(until)}


def link_to(url: str, code: str) -> str:
    """The console's page, and the code for it."""
    return f"{url.rstrip('/')}{CONSOLE}#code={code}"
