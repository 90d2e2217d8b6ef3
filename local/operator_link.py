"""A link that opens an operator's session in the shop that runs here."""

from functions.operations.open_operator_session import make_code
from functions.operator import journal_store
from ops.operator_link import link_to
from ops.target import use, use_embedded_cloud

NAME = "local"


def operator_link(endpoint_url: str, region: str, outputs: dict[str, str], url: str) -> str:
    """Good once, for ten minutes. `url`: where the shop's pages are."""
    use_embedded_cloud(endpoint_url, region)
    use(outputs)
    code, _ = make_code(NAME, journal_store.signed("make run", "the shop was started"))
    return link_to(url, code)
