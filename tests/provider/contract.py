"""Every demand of the port: each of the files imported here puts its own on the list."""

from tests.provider import demands_of_holds, demands_of_news, demands_of_refunds  # noqa: F401 - for the list
from tests.provider.demands import DEMANDS

CONTRACT = tuple(DEMANDS)
