"""A customer and the shop talk, each in a browser of their own."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.operator import Operator
from tests.browser.shopper import Shopper

SEND = re.compile("^Send$")
ASKED, ANSWERED = "Where is my pizza?", "In the oven, one minute."


def test_both_see_who_is_writing_what_was_said_and_what_is_unread(visitor: Shopper, visit: Visit) -> None:
    order = visitor.buy("Mineral water")
    operator: Operator = visit(Operator).enter()
    operator.goes_to("Inbox")

    visitor.find("textbox", "Write to the shop").fill(ASKED)
    visitor.press(SEND)
    expect(visitor.page.get_by_role("log").get_by_text(ASKED)).to_be_visible()
    row = operator.page.locator(f"a[href*='{order}']").first
    expect(row).to_be_visible()
    expect(operator.page.get_by_text(re.compile("1 new")).first).to_be_visible()

    row.click()
    expect(operator.page.get_by_role("listitem").get_by_text(ASKED).first).to_be_visible()
    operator.find("textbox", "Write an answer").press_sequentially("In", delay=50)
    visitor.sees("The shop is writing…")

    visitor.open("/")
    operator.find("textbox", "Write an answer").fill(ANSWERED)
    operator.press(SEND)
    expect(visitor.page.get_by_role("banner").get_by_text(re.compile("1|unread")).first).to_be_visible()
    visitor.open(f"/orders/{order}")
    expect(visitor.page.get_by_role("log").get_by_text(ANSWERED)).to_be_visible()
    visitor.sees(re.compile("^live$"))  # or what is typed meanwhile is told to nobody
    visitor.find("textbox", "Write to the shop").press_sequentially("Tha", delay=50)
    operator.sees("The customer is typing…")


def test_script_typed_into_every_text_field_shows_as_text(visitor: Shopper, visit: Visit) -> None:
    script = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"
    visitor.open("/")
    visitor.add("Mineral water")
    visitor.to_checkout()
    visitor.has_it_brought()
    visitor.fill_in(**{"Name": script, "Street and number": script[:100], "City": "<b>Turin</b>"})
    visitor.pay()
    order = visitor.arrive_at_order()
    visitor.sees_status("Handed over")
    visitor.find("textbox", "Write to the shop").fill(script)
    visitor.press(SEND)
    expect(visitor.page.get_by_role("log").get_by_text(script)).to_be_visible()
    visitor.press("Send something back")
    visitor.press(re.compile("One more"))
    visitor.find("textbox", "What is wrong with it?").fill(script)
    visitor.press(re.compile("Send back 1"))
    visitor.sees(re.compile(re.escape(script[:40])))

    operator: Operator = visit(Operator).enter()
    for path in (f"/console/orders/{order}", f"/console/inbox/{order}", "/console/returns"):
        operator.open(path)
        expect(
            operator.page.get_by_text(re.compile(re.escape(script[:30])))
            .or_(operator.page.get_by_text(order[:10]))
            .first
        ).to_be_visible()
        assert operator.page.title() != "owned"
    operator.open("/console").page.get_by_role("searchbox").fill(script)
    assert visitor.page.title() != "owned"
