"""Takes offers from the queue Warehouse and answers on PackingResults, as any warehouse would."""

import json
import logging
import threading
import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.kitchen.orders import PACK, Answer, Kitchen, Plan, Work, accepted, finished
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
                self._pack()
            except (ClientError, BotoCoreError) as trouble:
                logger.warning("the queues do not answer: %s", trouble)
                time.sleep(AFTER_TROUBLE_SECONDS)

    def tell(self, plan: Plan) -> None:
        with self._lock:
            self._kitchen.tell(plan)

    def report(self) -> dict[str, Any]:
        """`{next, times, in_hand: [{order_id, callback_id, plan, pack_by}], counter, handed_over, put_back}`.
        The last three are ids of orders."""
        told = ("order_id", "callback_id", "pack_by")
        with self._lock:
            plan, orders = self._kitchen.plan, list(self._kitchen.in_hand.values())
            parcels = {
                "counter": list(self._kitchen.counter),
                "handed_over": list(self._kitchen.handed_over),
                "put_back": list(self._kitchen.put_back),
            }
        in_hand = [{"plan": one.plan, **{name: one.work[name] for name in told}} for one in orders]
        return {"next": plan.next, "times": plan.times, "in_hand": in_hand, **parcels}

    def _take(self) -> None:
        taken = self._sqs.receive_message(
            QueueUrl=self._warehouse,
            MaxNumberOfMessages=TAKEN,
            WaitTimeSeconds=POLL_SECONDS,
            VisibilityTimeout=OFFERED_AGAIN_SECONDS,
        )
        for message in taken.get("Messages", []):
            told, receipt = json.loads(message["Body"]), message["ReceiptHandle"]
            if told.get("type", PACK) == PACK:  # an offer of an earlier run says no type
                self._accept(told, receipt)
            else:
                self._hear(told, receipt)

    def _hear(self, word: Work, receipt: str) -> None:
        with self._lock:
            self._kitchen.hears(word, time.time())
        logger.info("%s %s", word["type"], word["order_id"])
        self._delete(receipt)

    def _accept(self, work: Work, receipt: str) -> None:
        with self._lock:
            order = self._kitchen.takes(work, receipt, time.time())
        if order is not None:
            logger.info("took %s: %s", work["order_id"], order.plan)
            self._send(accepted(order))
            if not order.soon:
                self._delete(order.receipt)

    def _pack(self) -> None:
        """What is baked is reported, not handed over: that waits for its last word."""
        with self._lock:
            orders, sign = self._kitchen.ready(time.time()), self._kitchen.sign(time.time())
        for order in orders:
            self._send(finished(order))
            if order.soon:
                self._delete(order.receipt)
        if sign is not None:
            self._send(accepted(sign))

    def _delete(self, receipt: str) -> None:
        self._sqs.delete_message(QueueUrl=self._warehouse, ReceiptHandle=receipt)

    def _send(self, answer: Answer) -> None:
        self._sqs.send_message(QueueUrl=self._results, MessageBody=json.dumps(answer))
