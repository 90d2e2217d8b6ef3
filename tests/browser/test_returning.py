"""Something comes back, with a photo of what is wrong with it."""

import base64
import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.operator import Operator
from tests.browser.shopper import Shopper

PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC"
)
"""Ten red pixels by ten."""


def test_a_return_with_a_photo_is_looked_at_and_paid_back(visitor: Shopper, visit: Visit) -> None:
    reason = f"Burnt at the edge: {visitor.buy('Pizza Diavola')[4:12]}"
    visitor.sees_status("Handed over")
    visitor.press("Send something back")
    visitor.press(re.compile("One more"))
    visitor.find("textbox", "What is wrong with it?").fill(reason)
    photo = {"name": "edge.png", "mimeType": "image/png", "buffer": PHOTO}
    visitor.page.get_by_label("Add photos").set_input_files([photo])
    expect(visitor.page.get_by_role("img", name="Photo 1")).to_be_visible()
    visitor.press("Send back 1 item")
    visitor.sees("1 photo is there.")

    operator: Operator = visit(Operator).enter()
    operator.goes_to("Returns")
    operator.page.get_by_role("row").filter(has_text=reason).get_by_role("link").first.click()
    expect(operator.page.get_by_role("img", name=re.compile("Photo 1"))).to_be_visible()
    operator.sees(reason)
    operator.press("Accept all")
    operator.answers("Accept all", "burnt indeed")

    visitor.sees("Paid back")
    visitor.sees(re.compile("went back to (it|your card)"))
