"""The file of a shop's mail texts: its own phrases, by the names of those that they replace.

    {"texts": {"hello": "Dear reader,", "confirmed.subject": "Your books are put aside"}}

A file with anything wrong is refused whole.
"""

from functions.notification.phrases import BadPhrase, check_phrase
from ops.catalog_file import contents
from ops.errors import FileRefused
from ops.fields import fields, line_of_text, mapping
from ops.located_json import Wrong, parse

MAX_FILE_BYTES = 100_000  # an item of DynamoDB takes 400 kB, and mails are made of few words
MAX_PHRASE = 2_000


def read_mail_texts_file(path: str) -> dict[str, str]:
    """Raises FileRefused, or CommandError if there is nothing to read."""
    data = contents(path, MAX_FILE_BYTES)
    try:
        return read_mail_texts(data)
    except Wrong as wrong:
        raise FileRefused(f"{path}:{wrong.line}: {wrong}") from None


def read_mail_texts(data: bytes) -> dict[str, str]:
    """Raises Wrong."""
    if len(data) > MAX_FILE_BYTES:
        raise Wrong(1, f"the file is larger than {MAX_FILE_BYTES} bytes")
    found = {}
    for name, node in mapping(fields(parse(data), "the mail texts", ("texts",))["texts"], "texts").items():
        found[name] = line_of_text(node, name, MAX_PHRASE)
        try:
            check_phrase(name, found[name])
        except BadPhrase as bad:
            raise Wrong(node.line, str(bad)) from None
    return found
