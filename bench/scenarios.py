"""The rows of the bill, and the typical order that they are about.

One line with options, two units of it, and a whole address: the order of the README. A row of its own says
what more lines cost. Ids and keys are as long as real ones and always the same, so that sizes, and with them
units, are the same in every run.
"""

from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from functions.inventory.receive_stock import set_available, set_shards
from functions.operator import journal_store
from functions.shared.money import Money
from harness.moto.world import VISA, World
from ops.catalog_file import read_catalog_file
from ops.load_catalog import load_catalog
from ops.load_shop import load_shop
from ops.shop_file import read_shop_file

DEMO = Path(__file__).resolve().parent.parent / "local"
MENU, SHOP = DEMO / "menu.json", DEMO / "shop.json"
DECLINED_CARD = "pm_card_visa_chargeDeclined"
RECEIVED = 1000

Line = dict[str, Any]

PIZZA: Line = {
    "sku": "margherita",
    "options": {"size": "large", "toppings": ["olives", "mushrooms"]},
    "quantity": 2,
}
DESSERT: Line = {"sku": "tiramisu", "options": {}, "quantity": 1}
DRINK: Line = {"sku": "lemonade", "options": {"ice": "with"}, "quantity": 2}
ADDRESS = {
    "name": "Maddalena Esposito",
    "line1": "Via San Gregorio Armeno 41",
    "line2": "Scala B, interno 12",
    "city": "Napoli",
    "postal_code": "80138",
    "country": "IT",
}


def dishes(count: int) -> tuple[Line, ...]:
    """The pizza, and one each of so many dishes that differ by their SKUs alone."""
    others: list[Line] = [
        {"sku": f"dish-of-the-day-{number:02}", "options": {}, "quantity": 1} for number in range(1, count)
    ]
    return (PIZZA, *others)


class After(Enum):
    """What may happen to an order that is completed."""

    RETURN = "all of it comes back"
    RECEIPT = "its customer asks for the receipt, for the first time"


@dataclass(frozen=True)
class Scenario:
    """A row: what is ordered, how it is paid, how many units of the pizza there are, and how it must end
    (status and reason; None: no order is placed). `sells_out`: the last units go between the door and the
    order. `shards`: over how many the pizza is spread; `credit`: what credit pays, in minor units; `code`:
    what is entered in the demo shop with its file, whose courier then delivers.
    `fulfilled`, it goes on to its customer; `after`, what happens later is counted and all before it is
    not."""

    title: str
    ends: tuple[str, str | None] | None
    payment_method: str = VISA
    pizzas: int = RECEIVED
    lines: tuple[Line, ...] = (PIZZA,)
    sells_out: bool = False
    shards: int = 1
    credit: int = 0
    code: str = ""
    fulfilled: bool = False
    after: After | None = None


CONFIRMED = Scenario("to CONFIRMED", ends=("CONFIRMED", None))
DECLINED = Scenario("declined", ends=("CANCELLED", "payment-declined"), payment_method=DECLINED_CARD)
SOLD_OUT = Scenario("sold out", ends=("CANCELLED", "out-of-stock"), sells_out=True)
AT_THE_DOOR = Scenario("refused at the door", ends=None, pizzas=0)
THREE_LINES = Scenario("to CONFIRMED, three lines", ends=("CONFIRMED", None), lines=(PIZZA, DESSERT, DRINK))
COMPLETED = Scenario("to COMPLETED", ends=("COMPLETED", None), fulfilled=True)
RETURNED = Scenario("a return", ends=("RETURNED", None), fulfilled=True, after=After.RETURN)
RECEIPT = Scenario("a receipt", ends=("COMPLETED", None), fulfilled=True, after=After.RECEIPT)
CREDITED = Scenario("to COMPLETED, in part by credit", ends=("COMPLETED", None), credit=500, fulfilled=True)
QUOTED = replace(CREDITED, title="to COMPLETED, with a code, delivery, tax and credit", code="BENVENUTO")
ORDERS = (CONFIRMED, COMPLETED, DECLINED, SOLD_OUT, AT_THE_DOOR, THREE_LINES, CREDITED, QUOTED)
SCENARIOS = (*ORDERS, RETURNED, RECEIPT)


def open_shop(scenario: Scenario) -> None:
    """The demo menu, as many dishes more as there are lines, and enough of everything but what the scenario
    wants to be short."""
    menu = read_catalog_file(str(MENU))
    (plain,) = [entry for entry in menu if entry.product.sku == DESSERT["sku"]]
    listed = {entry.product.sku for entry in menu}
    more = [line["sku"] for line in scenario.lines if line["sku"] not in listed]
    entries = [*menu, *(replace(plain, product=replace(plain.product, sku=sku)) for sku in more)]
    load_catalog(entries, journal_store.signed("bench", ""))
    if scenario.code:
        load_shop(read_shop_file(str(SHOP)), journal_store.signed("bench", ""))
    for entry in entries:
        set_available(entry.product.sku, RECEIVED, signed_by="bench")
    set_available(PIZZA["sku"], scenario.pizzas, signed_by="bench")
    if scenario.shards > 1:
        set_shards(PIZZA["sku"], scenario.shards)


def fill_cart(world: World, owner: str, scenario: Scenario) -> dict[str, Any]:
    """The cart's total."""
    total: dict[str, Any] = {}
    for number, line in enumerate(scenario.lines):
        line_id = f"{number:08}-1111-4111-8111-111111111111"
        answer = world.api("PUT", f"/cart/lines/{line_id}", line, owner=owner)
        assert answer.status == 200, answer  # noqa: S101 - a bench that counted something else would lie
        total = answer.json["total"]
    if scenario.code:
        total = quoted(world, owner, scenario.code)
    if scenario.credit:
        world.uses_credit(owner, scenario.credit)
    if scenario.sells_out:
        world.sells_out(PIZZA["sku"])
    return total


def quoted(world: World, owner: str, code: str) -> dict[str, Any]:
    """The cart's total with the code, and with the courier."""
    delivery = {"method": "courier", "country": ADDRESS["country"]}
    assert world.api("PUT", "/cart/delivery", delivery, owner=owner).status == 200  # noqa: S101 - as above
    answer = world.api("PUT", f"/cart/codes/{code}", owner=owner)
    assert answer.status == 200, answer  # noqa: S101 - as above
    total: dict[str, Any] = answer.json["total"]
    return total


def check_out(world: World, owner: str, scenario: Scenario, total: dict[str, Any]) -> tuple[str, int]:
    """POST /checkouts; the order's id, if one was placed, and the bytes of the answer's body."""
    body = {
        "payment_method": scenario.payment_method,
        "expected_total": total,
        "shipping_address": ADDRESS,
    }
    if scenario.credit:
        body["expected_to_pay"] = Money(total["amount"] - scenario.credit).as_dict()
    key = {"Idempotency-Key": "33333333-3333-4333-8333-333333333333"}
    answer = world.api("POST", "/checkouts", body, key, owner=owner)
    expected = 202 if scenario.ends else 409
    assert answer.status == expected, answer  # noqa: S101 - as above
    return answer.json.get("order_id", ""), len(answer.body.encode())


def owner(number: int) -> str:
    """As long as a real one."""
    return f"own_{number:026}"
