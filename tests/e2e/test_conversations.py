"""Conversations of a running shop, over its socket and over HTTP."""

from typing import Any

from tests.e2e.shop import WATER, Buyer, Shop
from tests.e2e.test_live import Tab, tab


def says(page: Tab, text: str, conversation: str = "support") -> Any:
    """What it is acknowledged with. One at a time, as clients are told to."""
    page.says({"type": "say", "conversation": conversation, "client_id": text, "text": text})
    while (message := page.hears("message"))["client_id"] != text:
        pass
    return message


def shown(buyer: Buyer, conversation: str = "support") -> list[str]:
    answer = buyer.call("GET", f"/conversations/{conversation}/messages")
    assert answer.status_code == 200
    return [line["text"] or line["event"] for line in answer.json()["messages"]]


def test_what_is_said_on_one_page_is_heard_on_all_of_them_and_kept(shop: Shop) -> None:
    buyer, other = shop.buyer(), shop.buyer()
    with tab(shop, buyer) as page, tab(shop, buyer) as second, tab(shop, other) as others:
        assert [says(page, text)["seq"] for text in ("hello", "anybody")] == [1, 2]
        assert [second.hears("message")["text"] for _ in range(2)] == ["hello", "anybody"]
        assert says(others, "mine")["seq"] == 1
    assert shown(buyer) == ["hello", "anybody"]
    assert shown(other) == ["mine"]


def test_what_is_said_again_is_acknowledged_again_and_stands_once(shop: Shop) -> None:
    buyer = shop.buyer()
    with tab(shop, buyer) as page:
        assert [says(page, "hello")["seq"] for _ in range(2)] == [1, 1]

        again = buyer.call("POST", "/conversations/support/messages", {"client_id": "hello", "text": "hello"})
        assert (again.status_code, again.headers["Idempotent-Replayed"]) == (201, "true")
        page.says({"type": "say", "conversation": "support", "client_id": "hello", "text": "goodbye"})
        refused = page.hears("refused")
    assert (refused["why"], refused["client_id"]) == ("client-id-reused", "hello")
    assert shown(buyer) == ["hello"]


def test_an_order_is_talked_about_between_what_happens_to_it(shop: Shop) -> None:
    buyer = shop.buyer()
    order_id = buyer.buys(WATER)
    assert buyer.ended(order_id) == ("COMPLETED", None)
    with tab(shop, buyer) as page:
        assert says(page, "thanks", order_id)["seq"] == 1
        page.says({"type": "read", "conversation": order_id, "upto": 1})
        assert page.hears("read")["upto"] == 1
        assert page.hears("presence")["online"] is False
        page.says({"type": "typing", "conversation": order_id})
    lines = shown(buyer, order_id)
    assert lines[0] == "OrderPlaced"
    assert lines[-1] == "thanks"
    listed = buyer.call("GET", "/conversations").json()["conversations"]
    assert [one["conversation"] for one in listed] == [order_id]


def test_anothers_conversation_is_not_there(shop: Shop) -> None:
    buyer, other = shop.buyer(), shop.buyer()
    order_id = buyer.buys(WATER)
    with tab(shop, other) as page:
        for name in (order_id, "ord_" + "a" * 32):
            page.says({"type": "say", "conversation": name, "client_id": "c", "text": "x"})
            assert page.hears("refused")["why"] == "not-found"
            assert other.call("GET", f"/conversations/{name}/messages").status_code == 404
