"""Whichever way two operations come together, the promises hold: every schedule of every pair."""

import os
from collections.abc import Callable

import pytest

from harness.simulator.simulator import Simulator
from tests.interleavings import (
    account_pairs,
    amount_refund_pairs,
    checkout_pairs,
    code_pairs,
    conversation_pairs,
    credit_pairs,
    dispute_pairs,
    failed_refund_pairs,
    following_data_pairs,
    fulfilment_pairs,
    hand_refund_pairs,
    live_pairs,
    looking_pairs,
    payment_pairs,
    person_pairs,
    presence_pairs,
    recovery_pairs,
    session_data_pairs,
    tender_pairs,
)
from tests.interleavings.pair import Pair
from tests.interleavings.report import again

PAIRS = [
    *account_pairs.PAIRS,
    *checkout_pairs.PAIRS,
    *code_pairs.PAIRS,
    *conversation_pairs.PAIRS,
    *credit_pairs.PAIRS,
    *payment_pairs.PAIRS,
    *following_data_pairs.PAIRS,
    *fulfilment_pairs.PAIRS,
    *recovery_pairs.PAIRS,
    *dispute_pairs.PAIRS,
    *failed_refund_pairs.PAIRS,
    *hand_refund_pairs.PAIRS,
    *amount_refund_pairs.PAIRS,
    *live_pairs.PAIRS,
    *presence_pairs.PAIRS,
    *looking_pairs.PAIRS,
    *session_data_pairs.PAIRS,
    *person_pairs.PAIRS,
    *tender_pairs.PAIRS,
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_whichever_way_they_come_together_it_ends_well(pair: Pair, explores: Callable[[Pair], None]) -> None:
    explores(pair)


@pytest.mark.skipif("SCHEDULE" not in os.environ, reason="SCHEDULE names no schedule to run again")
def test_a_schedule_again(shop: Simulator) -> None:
    story = again(shop, PAIRS, os.environ["SCHEDULE"])

    print(story)
    assert "wrong: " not in story, story
