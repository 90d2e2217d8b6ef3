"""What calls about products answer, and the documents."""

from typing import Annotated, Literal

from pydantic import Field, RootModel

from contract.shapes import Money, Shape


class Choice(Shape):
    name: str
    surcharge: Money


class Option(Shape):
    name: str
    required: bool
    multiple: Annotated[bool, Field(description="Whether a list of choices is taken instead of one")]
    choices: list[Choice]


class Product(Shape):
    sku: str
    name: str
    description: str
    unit_price: Money
    stock: Literal["in_stock", "low", "sold_out"]
    options: list[Option]


class Catalog(Shape):
    products: list[Product]


class AsyncApi(RootModel[dict[str, object]]):
    """The messages of the socket."""


class OpenApi(RootModel[dict[str, object]]):
    """This document."""
