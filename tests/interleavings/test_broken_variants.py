"""Each broken variant is found, by one of the pairs that are named for it."""

import pytest

from tests.interleavings.report import explore
from tests.interleavings.test_pairs import PAIRS
from tests.interleavings.variants import VARIANTS
from tests.stage.stage import Stage

BY_NAME = {pair.name: pair for pair in PAIRS}


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_broken_variant_is_found(stage: Stage, variant: str) -> None:
    broken, pairs = VARIANTS[variant]

    with broken(stage):
        found = [explore(stage, BY_NAME[name]).failure for name in pairs]

    assert all(found), f"not found by {[name for name, one in zip(pairs, found, strict=True) if not one]}"
