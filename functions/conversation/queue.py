"""The queue Sayings: messages on their way from a socket to the table, those of one conversation in order."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from functions.conversation.access import Caller
from functions.shared import aws, ids


@dataclass(frozen=True)
class Saying:
    """What somebody has to say, and where: the conversation by the name that everybody may call it by."""

    conversation: str
    caller: Caller
    client_id: str
    text: str = field(repr=False)


def put(saying: Saying) -> None:
    """Each attempt to say it counts: the queue would swallow one that comes again, and its sender would wait
    for an answer. What was said already is known by its client_id."""
    body = {
        "conversation": saying.conversation,
        "owner": saying.caller.owner,
        "operator": saying.caller.operator,
        "client_id": saying.client_id,
        "text": saying.text,
    }
    _client().send_message(
        QueueUrl=os.environ["SAYINGS_QUEUE"],
        MessageBody=json.dumps(body),
        MessageGroupId=saying.conversation,
        MessageDeduplicationId=ids.new_key(),
    )


def read(body: str) -> Saying:
    """Of a message of the queue."""
    said = json.loads(body)
    caller = Caller(said["owner"], said["operator"])
    return Saying(said["conversation"], caller, said["client_id"], said["text"])


def _client() -> Any:
    return aws.client("sqs")
