"""Every demand of the port: each of these files puts its own on the list."""

from tests.provider import demands_of_holds as _holds
from tests.provider import demands_of_news as _news
from tests.provider import demands_of_refunds as _refunds
from tests.provider.demands import DEMANDS

CONTRACT = tuple(DEMANDS)
FILES = (_holds, _refunds, _news)
