"""What a shop's file says of its prices: tax, delivery, codes.

Amounts are minor units; rates are basis points (2200 is 22 %); countries are codes of ISO 3166-1.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from functions.catalog.product import STANDARD
from functions.shared.money import shop_currency

CODE = r"[A-Z0-9][A-Z0-9-]{1,31}"
"""What a code may be called."""
MAX_CODES = 5
"""So many of them one cart, or order, may have."""


@dataclass(frozen=True)
class Place:
    """Where something is taxed, or goes to."""

    country: str
    region: str | None = None


@dataclass(frozen=True)
class TaxRate:
    """What is taxed with `rate` in a country, or in one region of it."""

    rate: int
    country: str
    region: str | None = None
    tax_class: str = STANDARD


@dataclass(frozen=True)
class Method:
    """A way in which goods come to their buyer. `countries`: where it goes; who picks up may come from
    anywhere. `free_from`: what the goods have to cost for it to cost nothing."""

    method: str
    name: str
    price: int
    countries: frozenset[str] = frozenset()
    pickup: bool = False
    free_from: int | None = None
    tax_class: str = STANDARD

    def serves(self, place: Place | None) -> bool:
        return self.pickup or (place is not None and place.country in self.countries)

    def price_for(self, goods: int) -> int:
        """`goods`: what they cost after discounts."""
        return 0 if self.free_from is not None and goods >= self.free_from else self.price


@dataclass(frozen=True)
class Code:
    """What a customer types in to pay less: one of `rate`, `amount` and `free_delivery`. It is good from
    `starts` until before `ends`, for goods that cost `minimum` or more; `skus` are those it is for, all if it
    names none. `uses` in all, and by one customer; None: any number. Without one use left it is used up."""

    code: str
    rate: int | None = None
    amount: int | None = None
    free_delivery: bool = False
    skus: frozenset[str] = frozenset()
    starts: datetime | None = None
    ends: datetime | None = None
    minimum: int = 0
    goes_with_others: bool = False
    uses: int | None = None
    uses_per_customer: int | None = None

    def covers(self, sku: str) -> bool:
        return not self.skus or sku in self.skus

    @property
    def limited(self) -> bool:
        return self.uses is not None or self.uses_per_customer is not None

    @property
    def use(self) -> "Use":
        """What an order that applies it has to hold of it."""
        return Use(self.code, in_all=self.uses is not None, most=self.uses_per_customer)


@dataclass(frozen=True)
class Use:
    """One use of a code with a limit: one of those in all, if they are limited (`in_all`), and one of the
    `most` that its customer has, None for any number."""

    code: str
    in_all: bool
    most: int | None = None


@dataclass(frozen=True)
class Shop:
    """All of the file; amounts are in `currency`. A shop without one sells at the prices of its catalog: it
    delivers for nothing, and neither taxes nor codes are spoken of."""

    place: Place | None = None
    prices_include_tax: bool = True
    tax_name: str = ""
    taxes: tuple[TaxRate, ...] = ()
    delivery: tuple[Method, ...] = ()
    codes: tuple[Code, ...] = ()
    currency: str = field(default_factory=shop_currency)

    def rate(self, place: Place | None, tax_class: str) -> int:
        """What is taxed there with how much: of rates that fit, that of the class before the standard one,
        and the region's before its country's. What nothing fits is not taxed."""
        if place is None:
            return 0
        for wanted in dict.fromkeys((tax_class, STANDARD)):
            for region in dict.fromkeys((_spelt(place.region), None)):
                for tax in self.taxes:
                    if (tax.country, _spelt(tax.region), tax.tax_class) == (place.country, region, wanted):
                        return tax.rate
        return 0

    def methods_to(self, place: Place | None) -> tuple[Method, ...]:
        """In the file's order: the first is taken where none is chosen."""
        return tuple(method for method in self.delivery if method.serves(place))

    def destinations(self) -> frozenset[str]:
        """Countries that any of its methods goes to."""
        return frozenset().union(*(method.countries for method in self.delivery))

    def code(self, name: str) -> Code | None:
        return next((code for code in self.codes if code.code == name), None)

    def uses_of(self, names: Iterable[str]) -> tuple[Use, ...]:
        """Of these codes, those that have a limit."""
        found = (self.code(name) for name in dict.fromkeys(names))
        return tuple(code.use for code in found if code and code.limited)

    def without_uses(self, names: Set[str]) -> "Shop":
        """The shop as it stands for who finds these codes used up."""
        codes = (replace(code, uses=0) if code.code in names else code for code in self.codes)
        return replace(self, codes=tuple(codes)) if names else self


def _spelt(region: str | None) -> str | None:
    """However it is written: `ca` is CA."""
    return region.strip().casefold() if region else None
