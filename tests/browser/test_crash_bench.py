"""The crash bench: whatever is killed, each order is charged once, and its line heals."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.shopper import Shopper

RESTART_MS = 300_000.0
"""Who was killed while asking for a payment is waited for as long as they might have lived."""


def line(visitor: Shopper, number: int = 0) -> Locator:
    """The newest order's line first."""
    return (
        visitor.page.get_by_role("region", name="Orders, as they go")
        .get_by_role("listitem")
        .filter(has=visitor.page.get_by_role("list"))
        .nth(number)
    )


def truth(visitor: Shopper) -> Locator:
    return visitor.find("status", "The truth in one line")


def test_a_worker_is_killed_in_the_middle_of_a_step_and_the_order_heals(visitor: Shopper) -> None:
    visitor.open("/crash")
    visitor.press("Kill a worker")  # it looks for some seconds for one that is at work
    visitor.press("Buy now")

    visitor.sees(re.compile("Killed a worker in the middle of"))
    expect(line(visitor).get_by_text("COMPLETED")).to_be_visible(timeout=RESTART_MS)
    expect(line(visitor).get_by_text("charged: once")).to_be_visible()
    expect(truth(visitor)).to_contain_text(re.compile(r"charged: once \(.*\) · held: .* · violations: 0"))


def test_faults_strike_as_often_as_switched_on_and_are_switched_off(visitor: Shopper) -> None:
    visitor.open("/crash")
    hold = visitor.find("switch", "hold the card: error 500")
    visitor.page.get_by_role("radio", name="until switched off").check()
    hold.click()
    expect(hold).to_be_checked()
    visitor.press("Buy now")
    expect(line(visitor).get_by_text(re.compile("the provider did not answer|tries"))).to_be_visible()

    hold.click()

    expect(hold).not_to_be_checked()
    expect(line(visitor).get_by_text(re.compile("COMPLETED|CANCELLED"))).to_be_visible()


def test_a_lost_answer_of_the_charge_is_looked_up_and_not_charged_again(visitor: Shopper) -> None:
    visitor.open("/crash")
    charge = visitor.find("switch", "charge the card: answer lost")
    charge.click()
    visitor.press("Buy now")

    expect(line(visitor).get_by_text("charged: once")).to_be_visible()
    expect(line(visitor).get_by_text("COMPLETED")).to_be_visible()
    expect(charge).not_to_be_checked()


def test_the_provider_is_killed_and_comes_back_with_its_ledger(visitor: Shopper) -> None:
    visitor.may_be_refused(502, 503, 409)
    visitor.open("/crash")
    visitor.press("Buy 5 at once")
    visitor.press("Kill the provider")
    visitor.sees(re.compile("Killed the payment provider"))

    for number in range(5):
        expect(line(visitor, number).get_by_text(re.compile("COMPLETED"))).to_be_visible()
        expect(line(visitor, number).get_by_text("charged: once")).to_be_visible()


def test_everything_is_restarted_and_every_order_ends_charged_once(visitor: Shopper) -> None:
    visitor.may_be_refused(500, 502, 503, 504)
    visitor.may_lose("ERR_")
    visitor.open("/crash")
    visitor.press("Buy 5 at once")
    expect(line(visitor, 0)).to_be_visible()
    visitor.press("Restart everything")
    visitor.sees(re.compile("The shop does not answer"))
    visitor.press("Buy now")

    expect(visitor.page.get_by_text(re.compile(r"The shop is back after \d+ s"))).to_be_visible(
        timeout=RESTART_MS
    )
    for number in range(6):
        expect(line(visitor, number).get_by_text("COMPLETED")).to_be_visible(timeout=RESTART_MS)
        expect(line(visitor, number).get_by_text("charged: once")).to_be_visible()
    expect(truth(visitor)).to_contain_text(re.compile(r"charged: once \(.*\) · held: .* · violations: 0"))
