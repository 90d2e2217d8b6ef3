"""What people who talk live through, whatever befalls the functions of conversations: a customer and an
operator over sockets, the customer leaves, and is answered over HTTP. In the end whatever was acknowledged is
there once, in order, for both, and is counted right; who was away got a mail."""

from collections.abc import Iterator

from functions.conversation.whole_store import load_all
from harness.actors import TAKEN
from harness.invocation import Invocation
from harness.talker import Talker, delivers
from ops.promises_of_conversations import broken_conversations
from tests.faults.live_run import LiveRun

FUNCTIONS = ("Conversations", "ConversationsSocket", "Messages")
OPERATOR = "op_olga"
TRIES = 3
"""So often anybody tries something: a fault that strikes once is over by then."""


class TalkRun(LiveRun):
    functions = FUNCTIONS

    def _live(self, often: str) -> list[str]:
        ada = Talker(self.world, self._order_id, self._owner)
        olga = Talker(self.world, self._order_id, OPERATOR, operator=True)
        for one in (ada, olga):
            any(one.is_up() for _ in range(TRIES))
        for number in range(2):
            self._is_said(ada, f"ada-{number}")
            self._is_said(olga, f"olga-{number}")
        ada.types()
        olga.watches()
        olga.reads(1)
        ada.marks(1)
        for one in (ada, olga):
            one.peeks()
        ada.page.leave(told=True)
        self._is_posted(olga, "while-away")
        self._fault_run.desk.lift()
        self._fault_run.desk.let_go()
        return [*self._all_is_well(ada, olga), *self._mailed()]

    def _is_said(self, who: Talker, text: str) -> None:
        """Until it is acknowledged, or patience ends."""
        for _ in range(TRIES):
            who.says(text)
            delivers(self.world, TRIES)
            who.listens()
            if text in who.acknowledged:
                return
            any(who.is_up() for _ in range(2))

    def _is_posted(self, who: Talker, text: str) -> None:
        any(who.posts(text).status == 201 for _ in range(TRIES))

    def _all_is_well(self, ada: Talker, olga: Talker) -> Iterator[str]:
        """Once what was not acknowledged is said again, and all is read."""
        texts = ["ada-0", "ada-1"], ["olga-0", "olga-1", "while-away"]
        for who, said in zip((ada, olga), texts, strict=True):
            for text in said:
                if text not in who.acknowledged:
                    assert who.posts(text).status == 201
        found = ada.looks()
        yield from broken_conversations(load_all({}))
        if sorted(one["text"] for one in found) != sorted([*texts[0], *texts[1]]):
            yield f"said was {[one['text'] for one in found]}"
        if [one["text"] for one in olga.looks()] != [one["text"] for one in found]:
            yield "they see it in different orders"
        numbers = {one["client_id"]: one["seq"] for one in found}
        for who in (ada, olga):
            if any(numbers[text] != seq for text, seq in who.acknowledged.items()):
                yield f"acknowledged were {who.acknowledged}, and there is {numbers}"
            if any(found[seq - 1]["text"] != heard["text"] for seq, heard in who.heard.items()):
                yield f"heard was {who.heard}"
            who.marks(len(found))
            if who.unread():
                yield f"{who.unread()} unread of what was read"

    def _mailed(self) -> Iterator[str]:
        """What an operator said to a customer who was away was handed to the mail before it was answered."""
        (whole,) = load_all({})
        if any(message.tells for message in whole.messages) and not any(map(_hands_over, self._ended())):
            yield "nobody was told by mail"

    def _ended(self) -> list[Invocation]:
        return [one for one in self.world.runner.invocations if one.name in FUNCTIONS and one.outcome]


def _hands_over(invocation: Invocation) -> bool:
    """It was taken: where the bus does not take it, the function answers otherwise."""
    assert invocation.outcome is not None
    answer = invocation.outcome.answer
    taken = invocation.outcome.error is None and (answer == TAKEN or answer.get("statusCode") == 201)
    return taken and "PutEvents" in invocation.calls
