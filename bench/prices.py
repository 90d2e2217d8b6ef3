"""List prices, from a dated file that says where each comes from."""

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bench.exact import Exact

FILE = Path(__file__).with_name("prices.json")


@dataclass(frozen=True)
class Price:
    """`usd` for `per` units."""

    usd: Fraction
    per: int
    unit: str
    source: str
    verified: str

    def of(self, units: Exact) -> Fraction:
        """Dollars."""
        return units * self.usd / self.per


@dataclass(frozen=True)
class Prices:
    written_on: str
    region: str
    by_name: dict[str, Price]

    def __getitem__(self, name: str) -> Price:
        return self.by_name[name]


def read_prices(file: Path = FILE) -> Prices:
    data = json.loads(file.read_text(), parse_float=Fraction)
    by_name = {name: Price(**price) for name, price in data["prices"].items()}
    return Prices(data["written_on"], data["region"], by_name)
