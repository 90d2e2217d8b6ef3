"""Who came by an order's link talks about this order, and hears what is said of it."""

from functions.session.groups import owner_by_link
from tests.handlers import saga
from tests.handlers.conversing import ADA, OPERATOR, Talk


def test_an_answer_reaches_who_came_by_the_link_and_is_not_mailed(talk: Talk) -> None:
    order_id = talk.shop.buys()
    visitor = owner_by_link(order_id)
    assert talk.says("Where is it?", by=visitor, conversation=order_id).status == 201
    tab = talk.connects("link", visitor)

    assert talk.shows(order_id, by=OPERATOR)["online"]
    assert talk.says("On its way", "o1", by=OPERATOR, conversation=order_id).status == 201

    assert [told["text"] for told in tab.got("message")] == ["On its way"]
    assert talk.bus.told == []
    assert talk.texts(order_id, by=ADA)[-2:] == ["Where is it?", "On its way"]


def test_what_is_said_of_nothing_or_of_another_order_does_not_reach_who_came_by_a_link(talk: Talk) -> None:
    order_id = talk.shop.buys()
    saga.confirm(order_id)
    other = talk.shop.buys(key="key-2")
    tab = talk.connects("link", owner_by_link(order_id))
    talk.says("Hello?")
    talk.says("And this one?", conversation=other)
    talk.says("Yes?", "o1", by=OPERATOR, conversation=other)
    assert tab.got("message") == []
    said = tab.says("Me too", conversation=other)
    assert (said["type"], said["why"]) == ("refused", "not-found")
    assert tab.says("Me too", conversation="support")["why"] == "not-found"
