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
    link = f"{pages.rstrip('/')}{CONSOLE}#code={code}"
    return {"operator": name, "link": link, "good_until": clock.timestamp(until)}
