"""Where messages go: SES with a sender, else the folder of a local run, else nowhere.

Errors name codes alone: SES repeats addresses in its messages, and whatever is raised is logged.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.notification.message import Message
from functions.shared import aws
from functions.shared.errors import AmbiguousError


class MailNotSent(AmbiguousError):
    """SES refused, or did not answer: then it may have sent it all the same."""


def configured() -> bool:
    return bool(os.environ["MAIL_SENDER"] or os.environ["OUTBOX_FOLDER"])


def send(name: str, recipient: str, message: Message) -> None:
    """`name` tells this message from all others. Raises MailNotSent."""
    sender = os.environ["MAIL_SENDER"]
    if sender:
        _send_by_ses(sender, recipient, message)
    else:
        _put_into_outbox(Path(os.environ["OUTBOX_FOLDER"]), name, recipient, message)


def _send_by_ses(sender: str, recipient: str, message: Message) -> None:
    content = {
        "Subject": {"Data": message.subject, "Charset": "UTF-8"},
        "Body": {"Text": {"Data": message.text, "Charset": "UTF-8"}},
    }
    try:
        _client().send_email(
            FromEmailAddress=sender,
            Destination={"ToAddresses": [recipient]},
            Content={"Simple": content},
        )
    except ClientError as error:
        raise MailNotSent(error.response["Error"]["Code"]) from None
    except BotoCoreError as error:
        raise MailNotSent(type(error).__name__) from None


def _put_into_outbox(folder: Path, name: str, recipient: str, message: Message) -> None:
    """One file a message, there as a whole or not at all; one that is there stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{name}.{secrets.token_hex(8)}"
    with unfinished.open("x", encoding="utf-8") as file:
        file.write(f"To: {recipient}\nSubject: {message.subject}\n\n{message.text}")
    try:
        os.link(unfinished, folder / f"{name}.txt")
    except FileExistsError:
        return
    finally:
        unfinished.unlink()


def _client() -> Any:
    """One try: a second one at once could be a second mail, and the event is delivered again anyway."""
    return aws.client("sesv2", connect_seconds=2, read_seconds=10, tries=1)
