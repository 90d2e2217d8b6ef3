"""Products, their options and what a choice of them costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from functions.shared.money import Money

Choices = dict[str, str | list[str]]
"""What a customer chose: option name -> choice, or a list of choices where the option is `multiple`."""


STANDARD = "standard"
"""The class of what says nothing of its tax."""
NO_DELIVERY = "none"


class UnknownChoice(Exception):
    """The product does not offer what was chosen, or something required was left out."""


@dataclass(frozen=True)
class Choice:
    name: str
    surcharge: Money


@dataclass(frozen=True)
class Option:
    name: str
    required: bool
    multiple: bool
    choices: tuple[Choice, ...]

    def surcharge(self, chosen: str | list[str]) -> Money:
        """Raises UnknownChoice."""
        if self.multiple != isinstance(chosen, list):
            wanted = "a list of choices" if self.multiple else "a single choice"
            raise UnknownChoice(f"option {self.name!r} takes {wanted}")
        names = chosen if isinstance(chosen, list) else [chosen]
        if len(set(names)) != len(names):
            raise UnknownChoice(f"option {self.name!r} names a choice twice")
        if self.required and not names:
            raise UnknownChoice(f"option {self.name!r} is required")
        total = Money(0)
        for name in names:
            total += self._choice(name).surcharge
        return total

    def _choice(self, name: str) -> Choice:
        for choice in self.choices:
            if choice.name == name:
                return choice
        offered = ", ".join(choice.name for choice in self.choices)
        raise UnknownChoice(f"option {self.name!r} offers {offered}; not {name!r}")


@dataclass(frozen=True)
class Product:
    """`tax_class`: by which of the shop's rates it is taxed."""

    sku: str
    name: str
    description: str
    unit_price: Money
    options: tuple[Option, ...]
    position: int = 0
    tax_class: str = STANDARD
    needs_delivery: bool = True

    @property
    def prices(self) -> tuple[Money, ...]:
        """All that it may be priced by."""
        surcharges = (choice.surcharge for option in self.options for choice in option.choices)
        return (self.unit_price, *surcharges)

    def price(self, chosen: Choices) -> Money:
        """The price of one unit with these choices. Raises UnknownChoice."""
        known = {option.name: option for option in self.options}
        for name in chosen:
            if name not in known:
                raise UnknownChoice(f"{self.sku} has no option {name!r}")
        total = self.unit_price
        for option in self.options:
            if option.name in chosen:
                total += option.surcharge(chosen[option.name])
            elif option.required:
                raise UnknownChoice(f"option {option.name!r} is required")
        return total


@dataclass(frozen=True)
class Offer:
    """What the shop sells, by SKU in its order, and the names of what it sells no longer, by SKU. `beside`:
    what is stored beside the products, as it is stored."""

    products: Mapping[str, Product]
    withdrawn: Mapping[str, str]
    beside: Mapping[str, dict[str, Any]] = field(default_factory=dict)


def as_item(product: Product) -> dict[str, Any]:
    """A product as the catalog shows it."""
    return {
        "sku": product.sku,
        "name": product.name,
        "description": product.description,
        "unit_price": product.unit_price.as_dict(),
        "options": [
            {
                "name": option.name,
                "required": option.required,
                "multiple": option.multiple,
                "choices": [
                    {"name": choice.name, "surcharge": choice.surcharge.as_dict()}
                    for choice in option.choices
                ],
            }
            for option in product.options
        ],
    }


def stored(product: Product) -> dict[str, Any]:
    """The same as it is stored. Tax and delivery are spoken of where they are not as usual."""
    item = as_item(product) | {"position": product.position}
    if product.tax_class != STANDARD:
        item["tax_class"] = product.tax_class
    if not product.needs_delivery:
        item["delivery"] = NO_DELIVERY
    return item


def from_item(item: dict[str, Any]) -> Product:
    return Product(
        sku=item["sku"],
        name=item["name"],
        description=item["description"],
        unit_price=Money.from_dict(item["unit_price"]),
        options=tuple(_option(option) for option in item["options"]),
        position=item.get("position", 0),
        tax_class=item.get("tax_class", STANDARD),
        needs_delivery=item.get("delivery") != NO_DELIVERY,
    )


def _option(data: dict[str, Any]) -> Option:
    return Option(
        name=data["name"],
        required=data["required"],
        multiple=data["multiple"],
        choices=tuple(
            Choice(choice["name"], Money.from_dict(choice["surcharge"])) for choice in data["choices"]
        ),
    )
