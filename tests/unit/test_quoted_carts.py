"""Carts whose prices were reckoned by hand, to the cent."""

from dataclasses import dataclass, replace

import pytest

from functions.pricing.quote import Goods
from functions.pricing.shop import Place, Shop
from tests.unit.quotes import AMERICA, BAHRAIN, DE, GROSS, JAPAN, NET, goods, quoted, rows


@dataclass(frozen=True)
class Cart:
    """`off` and `tax` by line; `totals` in the order in which they are read."""

    lines: tuple[Goods, ...]
    totals: list[tuple[str, int]]
    off: tuple[int, ...]
    tax: tuple[int, ...]
    shop: Shop = GROSS
    codes: tuple[str, ...] = ()
    method: str | None = None
    to: Place | None = None
    step: int = 1


CARTS = {
    "a shop without a file sells at its prices": Cart(
        (goods("a", 850, 2), goods("b", 300)), [("items", 2000), ("total", 2000)], (0, 0), (0, 0), Shop()
    ),
    "picked up, tax included": Cart(
        (goods("a", 850, 2),),  # 1700 x 22 / 122 = 306.56
        [("items", 1700), ("delivery", 0), ("VAT 22%", 307), ("total", 1700)],
        (0,),
        (307,),
    ),
    "by courier, its tax with that of the goods": Cart(
        (goods("a", 1050),),  # 189.34; of 490: 88.36
        [("items", 1050), ("delivery", 490), ("VAT 22%", 277), ("total", 1540)],
        (0,),
        (189,),
        method="courier",
    ),
    "delivery is free from what it is free from": Cart(
        (goods("a", 1500, 2),),  # 540.98
        [("items", 3000), ("delivery", 0), ("VAT 22%", 541), ("total", 3000)],
        (0,),
        (541,),
        method="courier",
    ),
    "delivery a cent below": Cart(
        (goods("a", 2999),),  # 540.80, 88.36
        [("items", 2999), ("delivery", 490), ("VAT 22%", 629), ("total", 3489)],
        (0,),
        (541,),
        method="courier",
    ),
    "what a code takes off is not bought": Cart(
        (goods("a", 1500, 2),),  # of 2700: 486.89
        [("items", 3000), ("discount", -300), ("delivery", 490), ("VAT 22%", 575), ("total", 3190)],
        (300,),
        (487,),
        codes=("TEN",),
        method="courier",
    ),
    "odd cents go where most is lost": Cart(
        # 150 off: 49.95, 49.95, 50.1. Tax of 283: 51.03, of 284: 51.21
        (goods("a", 333), goods("b", 333), goods("c", 334)),
        [("items", 1000), ("discount", -150), ("delivery", 0), ("VAT 22%", 153), ("total", 850)],
        (50, 50, 50),
        (51, 51, 51),
        codes=("ODD",),
    ),
    "one cent off two alike goes to the lesser name": Cart(
        (goods("b", 100), goods("a", 100)),  # of 100: 18.03, of 99: 17.85
        [("items", 200), ("discount", -1), ("delivery", 0), ("VAT 22%", 36), ("total", 199)],
        (0, 1),
        (18, 18),
        codes=("CENT",),
    ),
    "half a cent off is a cent off": Cart(
        (goods("a", 1010),),  # 50.5; of 959: 172.93
        [("items", 1010), ("discount", -51), ("delivery", 0), ("VAT 22%", 173), ("total", 959)],
        (51,),
        (173,),
        codes=("FIVE",),
    ),
    "a rate before an amount, whichever was entered first": Cart(
        (goods("a", 2000),),  # 2000 - 200 - 500; of 1300: 234.43
        [("items", 2000), ("discount", -700), ("delivery", 0), ("VAT 22%", 234), ("total", 1300)],
        (700,),
        (234,),
        codes=("FIVER", "TEN"),
    ),
    "an amount takes no more than there is": Cart(
        (goods("a", 300),),
        [("items", 300), ("discount", -300), ("delivery", 0), ("total", 0)],
        (300,),
        (0,),
        codes=("FIVER",),
    ),
    "a code for some SKUs, and two rates": Cart(
        # 199.8 off; of 799: 144.08; of 250 with 10 %: 22.73
        (goods("a", 999, sku="pizza"), goods("b", 250, tax_class="reduced")),
        [
            ("items", 1249),
            ("discount", -200),
            ("delivery", 0),
            ("VAT 22%", 144),
            ("VAT 10%", 23),
            ("total", 1049),
        ],
        (200, 0),
        (144, 23),
        codes=("PIZZA20",),
    ),
    "tax added, by two rates, delivery too": Cart(
        # 219.78; 50.5; 107.8
        (goods("a", 333, 3), goods("b", 505, tax_class="reduced")),
        [("items", 1504), ("delivery", 490), ("VAT 22%", 328), ("VAT 10%", 51), ("total", 2373)],
        (0, 0),
        (220, 51),
        NET,
        method="courier",
    ),
    "another country, another rate": Cart(
        (goods("a", 1190),),  # 190; of 490: 78.24
        [("items", 1190), ("delivery", 490), ("VAT 19%", 268), ("total", 1680)],
        (0,),
        (190,),
        method="courier",
        to=DE,
    ),
    "who picks up is taxed where the shop is": Cart(
        (goods("a", 1220),),
        [("items", 1220), ("delivery", 0), ("VAT 22%", 220), ("total", 1220)],
        (0,),
        (220,),
        to=DE,
    ),
    "what needs no delivery is taxed where its buyer is": Cart(
        (replace(goods("a", 1000), needs_delivery=False),),
        [("items", 1000), ("VAT 19%", 190), ("total", 1190)],
        (0,),
        (190,),
        NET,
        to=DE,
    ),
    "a code for the delivery": Cart(
        (goods("a", 1050),),
        [("items", 1050), ("delivery", 0), ("VAT 22%", 189), ("total", 1050)],
        (0,),
        (189,),
        codes=("FREESHIP",),
        method="courier",
    ),
    "yen have no cents": Cart(
        # 1280 x 10 / 110 = 116.36; 594 x 8 / 108 = 44; 550 x 10 / 110 = 50
        (goods("a", 1280), goods("b", 198, 3, "reduced")),
        [("items", 1874), ("delivery", 550), ("CT 10%", 166), ("CT 8%", 44), ("total", 2424)],
        (0, 0),
        (116, 44),
        JAPAN,
    ),
    "fils by tens": Cart(
        (goods("a", 1250), goods("b", 330, 3)),  # 125, 99
        [("items", 2240), ("VAT 10%", 230), ("total", 2470)],
        (0, 0),
        (130, 100),
        BAHRAIN,
        step=10,
    ),
    "fils by tens, less a discount": Cart(
        # 336 off, 340 by tens: 189.7, 150.3; of 1060: 106, of 840: 84
        (goods("a", 1250), goods("b", 330, 3)),
        [("items", 2240), ("discount", -340), ("VAT 10%", 190), ("total", 2090)],
        (190, 150),
        (110, 80),
        BAHRAIN,
        codes=("ODD",),
        step=10,
    ),
    "a region has a rate of its own": Cart(
        (goods("a", 1999),),  # 144.93
        [("items", 1999), ("Sales tax 7.25%", 145), ("total", 2144)],
        (0,),
        (145,),
        AMERICA,
    ),
    "a class before a region": Cart(
        (goods("a", 1999, tax_class="food"), goods("b", 2050, tax_class="books"), goods("c", 999)),
        # food in New York has no rate but New York's: 79.96; books the country's: 20.5; 39.96
        [("items", 5048), ("Sales tax 4%", 120), ("Sales tax 1%", 21), ("total", 5189)],
        (0, 0, 0),
        (80, 21, 40),
        AMERICA,
        to=Place("US", "NY"),
    ),
}


@pytest.mark.parametrize("name", CARTS)
def test_a_cart_costs_what_was_reckoned_by_hand(name: str) -> None:
    cart = CARTS[name]
    quote = quoted(
        *cart.lines, shop=cart.shop, codes=cart.codes, method=cart.method, to=cart.to, step=cart.step
    )
    assert rows(quote.totals()) == cart.totals
    assert tuple(line.discount for line in quote.lines) == cart.off
    assert tuple(line.tax for line in quote.lines) == cart.tax
