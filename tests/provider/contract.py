"""Every demand of the port."""

from tests.provider import (
    demands_of_disputes,
    demands_of_holds,
    demands_of_limits,
    demands_of_news,
    demands_of_refunds,
)

CONTRACT = (
    *demands_of_limits.DEMANDS,
    *demands_of_holds.DEMANDS,
    *demands_of_refunds.DEMANDS,
    *demands_of_disputes.DEMANDS,
    *demands_of_news.DEMANDS,
)
