"""A customer who buys, repeats what was not answered, and remembers what was said."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from chaos.open_page import OpenPage
from chaos.plan import GIFT, MENU, Habit, Visit
from chaos.shop import Answer, Door

ADDRESS = {"name": "Ada L.", "line1": "1 Main St", "city": "Turin", "postal_code": "10121", "country": "IT"}
PAUSE_SECONDS = 0.4
MOST_LOOKS = 300
"""A customer looks so often, then leaves: what becomes of the order is seen at the end."""
ENDED = ("COMPLETED", "CANCELLED")
OK, SIGNED_OUT, NOT_APPLICABLE = 200, 401, 422
DATA = "/api/sessions/current/data"
MESSAGES = 3
"""So many things a customer says from each tab."""
WAIT = {"Prefer": "wait=5"}


@dataclass
class Memory:
    """What one customer was told. `orders`: by idempotency key, every id that was ever named for it;
    `verdicts`: the last status by key, 0 for none. `said`: by order and client_id, the number that a message
    was acknowledged with. `page` is open all the time."""

    visit: Visit
    token: str = ""
    orders: dict[str, set[str]] = field(default_factory=dict)
    verdicts: dict[str, int] = field(default_factory=dict)
    said: dict[str, dict[str, int]] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)
    page: OpenPage | None = None

    @property
    def known(self) -> list[str]:
        """Every order that was ever named to this customer."""
        return sorted(set().union(*self.orders.values()))

    def told(self, key: str, answer: Answer) -> None:
        self.verdicts[key] = answer.status
        named = answer.json.get("order_id")
        problem = str(answer.json.get("type", ""))
        if named and not problem.endswith("checkout-in-progress"):
            self.orders.setdefault(key, set()).add(named)
            if self.page:
                self.page.watches(named)


class Customer:
    def __init__(self, door: Door, visit: Visit, seed: int, gift: str = "") -> None:
        """`gift`: a code that nobody has redeemed."""
        self._door = door
        self._visit = visit
        self._gift = gift
        self._name = f"{seed}-{visit.number}"
        self.memory = Memory(visit)

    def visit(self) -> Memory:
        """Raises NeverAnswered."""
        self.memory.token = self._door.call("POST", "/api/sessions").json["token"]
        self.memory.page = OpenPage(self._door, self.memory.token)
        self._keep_draft()
        self._fill_cart()
        agreed = self._agreed()
        match self._visit.habit:
            case Habit.TWICE:
                self._beside(self._key(1), self._key(1), agreed)
            case Habit.TWO_KEYS:
                self._beside(self._key(1), self._key(2), agreed)
            case _:
                self._pay(self._key(1), agreed)
        bought = self._bought()
        if bought and self._visit.habit is Habit.CANCELS:
            self._cancel(bought)
        if bought:
            self._talk(bought)
        if bought and self._visit.habit is Habit.RETURNS:
            self._return(bought)
        self._find_draft()
        self._sign_out()
        return self.memory

    @property
    def _draft(self) -> dict[str, str]:
        return {"name": self._name}

    def _keep_draft(self) -> None:
        """It may not be kept as long as the store is out of reach."""
        for _ in range(MOST_LOOKS):
            answer = self._call("PUT", DATA, self._draft)
            if answer == Answer(OK, self._draft):
                return
            time.sleep(PAUSE_SECONDS)
        self.memory.surprises.append(f"session data: {answer.status} {answer.json}")

    def _find_draft(self) -> None:
        """It is empty as long as the store is out of reach."""
        for _ in range(MOST_LOOKS):
            answer = self._call("GET", DATA)
            if answer == Answer(OK, self._draft):
                return
            time.sleep(PAUSE_SECONDS)
        self.memory.surprises.append(f"session data: {answer.status} {answer.json}")

    def _sign_out(self) -> None:
        """Of another session: this one's orders are looked at in the end."""
        token = self._door.call("POST", "/api/sessions").json["token"]
        out = self._door.call("DELETE", "/api/sessions/current", token=token)
        after = self._door.call("GET", "/api/cart", token=token)
        if (out.status, after.status) != (OK, SIGNED_OUT):
            self.memory.surprises.append(f"signing out: {out.status}, and then {after.status}")

    def _key(self, number: int) -> str:
        return f"chaos-{self._name}-{number}"

    def _fill_cart(self) -> None:
        for number, (sku, quantity) in enumerate(self._visit.basket.items()):
            line = {"sku": sku, "options": MENU[sku], "quantity": quantity}
            self._call("PUT", f"/api/cart/lines/{number}", line)
        wishes = {"method": self._visit.delivery, "country": ADDRESS["country"]}
        self._wish("/api/cart/delivery", wishes)
        if self._visit.code:
            self._wish(f"/api/cart/codes/{self._visit.code}", may_be_refused=True)
        if self._gift:
            self._redeem()

    def _redeem(self) -> None:
        answer = self._call("POST", "/api/credit/redeem", {"code": self._gift})
        if answer.status != OK or answer.json["balance"]["amount"] != GIFT:
            self.memory.surprises.append(f"a gift: {answer.status} {answer.json}")
        self._wish("/api/cart/credit", {"all": True})

    def _wish(self, path: str, body: Any = None, *, may_be_refused: bool = False) -> None:
        answer = self._call("PUT", path, body)
        if answer.status != OK and not (may_be_refused and answer.status == NOT_APPLICABLE):
            self.memory.surprises.append(f"{path}: {answer.status} {answer.json}")

    def _agreed(self) -> dict[str, Any]:
        """What the cart is said to cost, and what is to pay where credit pays first."""
        cart = self._call("GET", "/api/cart").json
        to_pay = {"expected_to_pay": cart["to_pay"]} if cart["credit"] else {}
        return {"expected_total": cart["total"], **to_pay}

    def _beside(self, one: str, other: str, agreed: dict[str, Any]) -> None:
        with ThreadPoolExecutor(1) as tab:
            beside = tab.submit(self._pay, other, agreed)
            self._pay(one, agreed)
            beside.result()

    def _pay(self, key: str, agreed: dict[str, Any]) -> None:
        """Until it is decided: 201, or a problem."""
        body = {
            "payment_method": self._visit.card,
            "shipping_address": ADDRESS,
            **agreed,
        }
        asked = False
        for _ in range(MOST_LOOKS):
            answer = self._call("POST", "/api/checkouts", body, {"Idempotency-Key": key} | WAIT)
            self.memory.told(key, answer)
            if answer.status != 202:
                self._judge(answer)
                return
            action = answer.json.get("next_action")
            if action and not asked:
                asked = self._speak_to_bank(action["url"])
            time.sleep(PAUSE_SECONDS)

    def _judge(self, answer: Answer) -> None:
        """A cart that is claimed or was bought by the other tab is no surprise. Other prices are: nobody has
        changed the shop's."""
        changed = str(answer.json.get("type", "")).endswith("price-changed")
        if answer.status not in (201, 402, 409) or changed:
            self.memory.surprises.append(f"POST /checkouts: {answer.status} {answer.json}")

    def _speak_to_bank(self, url: str) -> bool:
        if self._visit.bank:
            self._door.call("POST", url.removeprefix(self._door.url), {"outcome": self._visit.bank})
        return True

    def _bought(self) -> str | None:
        for key, status in self.memory.verdicts.items():
            if status == 201:
                return next(iter(self.memory.orders[key]))
        return None

    def _cancel(self, order_id: str) -> None:
        self._call("POST", f"/api/orders/{order_id}/cancel")

    def _talk(self, order_id: str) -> None:
        """From two tabs at once, each of which says everything twice."""
        with ThreadPoolExecutor(1) as tab:
            beside = tab.submit(self._say_all, order_id, "tab-2")
            self._say_all(order_id, "tab-1")
            beside.result()

    def _say_all(self, order_id: str, tab: str) -> None:
        for number in range(MESSAGES):
            for _ in range(2):
                self._say(order_id, f"{tab}-{number}")

    def _say(self, order_id: str, client_id: str) -> None:
        body = {"client_id": client_id, "text": f"Where is it? ({client_id})"}
        answer = self._call("POST", f"/api/conversations/{order_id}/messages", body)
        if answer.status != 201:
            self.memory.surprises.append(f"POST messages: {answer.status} {answer.json}")
            return
        known = self.memory.said.setdefault(order_id, {})
        if known.setdefault(client_id, answer.json["seq"]) != answer.json["seq"]:
            self.memory.surprises.append(f"{order_id}: {client_id} was acknowledged with two numbers")

    def _return(self, order_id: str) -> None:
        for _ in range(MOST_LOOKS):
            status = self._call("GET", f"/api/orders/{order_id}").json["status"]
            if status == "COMPLETED":
                body = {"reason": "too cold", "lines": [{"line_id": "0", "quantity": 1}]}
                key = {"Idempotency-Key": f"{self._key(1)}-return"}
                self._call("POST", f"/api/orders/{order_id}/returns", body, key)
            if status in ENDED:
                return
            time.sleep(PAUSE_SECONDS)

    def _call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        return self._door.call(method, path, body, token=self.memory.token, headers=headers)
