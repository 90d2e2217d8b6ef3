"""Takes offers from the queue Warehouse and answers on PackingResults, as any warehouse would."""

import json
import logging
import threading
import time
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.kitchen.orders import Answer, Kitchen, Order, Plan, accepted, finished
from local.settings import client

POLL_SECONDS = 1  # an answer is late by so much at most
AFTER_TROUBLE_SECONDS = 1.0
TAKEN = 10
OFFERED_AGAIN_SECONDS = 10  # longer than it bakes, so only a kitchen that died sees an offer twice

logger = logging.getLogger("kitchen")


class Cook:
    """One loop over both queues; whoever plans from another thread takes the lock."""

    def __init__(self, endpoint_url: str, warehouse: str, results: str) -> None:
        self._sqs: Any = client("sqs", endpoint_url)
        self._warehouse = warehouse
        self._results = results
        self._kitchen = Kitchen()
        self._lock = threading.Lock()

    def work(self) -> None:
        """For as long as the process lives. Trouble with the queues is tried again."""
        while True:
            try:
                self._take()
                self._hand_over()
            except (ClientError, BotoCoreError) as trouble:
                logger.warning("the queues do not answer: %s", trouble)
                time.sleep(AFTER_TROUBLE_SECONDS)

    def tell(self, plan: Plan) -> None:
        with self._lock:
            self._kitchen.tell(plan)

    def report(self) -> dict[str, Any]:
        """`{next, times, in_hand: [{order_id, callback_id, plan, pack_by}]}`."""
        with self._lock:
            plan, orders = self._kitchen.plan, list(self._kitchen.in_hand.values())
        told = ("order_id", "callback_id", "pack_by")
        in_hand = [{"plan": one.plan, **{name: one.work[name] for name in told}} for one in orders]
        return {"next": plan.next, "times": plan.times, "in_hand": in_hand}

    def _take(self) -> None:
        taken = self._sqs.receive_message(
            QueueUrl=self._warehouse,
            MaxNumberOfMessages=TAKEN,
            WaitTimeSeconds=POLL_SECONDS,
            VisibilityTimeout=OFFERED_AGAIN_SECONDS,
        )
        for message in taken.get("Messages", []):
            self._accept(json.loads(message["Body"]), message["ReceiptHandle"])

    def _accept(self, work: dict[str, Any], receipt: str) -> None:
        pack_by = datetime.fromisoformat(work["pack_by"]).timestamp()
        with self._lock:
            order = self._kitchen.takes(work, receipt, time.time(), pack_by)
        if order is not None:
            logger.info("took %s: %s", work["order_id"], order.plan)
            self._send(accepted(order))
            if not order.soon:
                self._delete(order)

    def _hand_over(self) -> None:
        with self._lock:
            orders = self._kitchen.ready(time.time())
        for order in orders:
            self._send(finished(order))
            if order.soon:
                self._delete(order)

    def _delete(self, order: Order) -> None:
        self._sqs.delete_message(QueueUrl=self._warehouse, ReceiptHandle=order.receipt)

    def _send(self, answer: Answer) -> None:
        self._sqs.send_message(QueueUrl=self._results, MessageBody=json.dumps(answer))
