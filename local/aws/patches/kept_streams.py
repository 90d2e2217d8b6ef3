"""A table's stream is kept with the table: upstream keeps how far each consumer has read, and not what there
was to read, so that after a restart new records stand before the consumers' places and never reach them."""

import copy
from typing import Any

from ministack.services import dynamodb

from local.aws.anchor import expect

STATE_SOURCE = "ce90690a6033"
LOAD_SOURCE = "6f58d9dc1e6e"
READ_SOURCE = "aed31a353fda"
RECORDS, TRIMMED = "stream_records", "stream_trimmed"


def apply() -> None:
    """Save the records and their count with the tables, and load them again."""
    expect(dynamodb, "stream_records_since", source=READ_SOURCE)
    save = expect(dynamodb, "get_state", source=STATE_SOURCE)
    load = expect(dynamodb, "load_persisted_state", source=LOAD_SOURCE)

    def save_with_streams() -> dict[str, Any]:
        state: dict[str, Any] = save()
        return state | {
            RECORDS: copy.deepcopy(dynamodb._stream_records),
            TRIMMED: copy.deepcopy(dynamodb._stream_trimmed),
        }

    def load_with_streams(data: dict[str, Any] | None) -> None:
        load(data)
        if data:
            dynamodb._stream_records.update(data.get(RECORDS, {}))
            dynamodb._stream_trimmed.update(data.get(TRIMMED, {}))

    dynamodb.get_state, dynamodb.load_persisted_state = save_with_streams, load_with_streams
