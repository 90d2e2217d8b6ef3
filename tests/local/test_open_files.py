"""A run may have as many connections open as the system allows."""

import resource

import pytest

from local.open_files import allow_many

UNLIMITED = resource.RLIM_INFINITY


@pytest.mark.parametrize(
    ("limits", "most", "raised"),
    [
        ((1024, 1_048_576), 1_048_576, 16_384),
        ((1024, 4096), 4096, 4096),
        ((256, UNLIMITED), 10_240, 10_240),  # macOS refuses more than this, whatever its hard limit says
        ((256, UNLIMITED), 1_048_576, 16_384),
        ((65_536, 1_048_576), 1_048_576, 65_536),
        ((UNLIMITED, UNLIMITED), 10_240, UNLIMITED),
        ((256, UNLIMITED), 0, 256),
    ],
)
def test_the_limit_of_open_files_is_raised_and_never_lowered(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int], most: int, raised: int
) -> None:
    """`most` is what the system grants."""
    now = {"soft": limits[0]}

    def change(_which: int, wanted: tuple[int, int]) -> None:
        assert wanted[1] == limits[1]
        if wanted[0] > most:
            raise ValueError("current limit exceeds maximum limit")
        now["soft"] = wanted[0]

    monkeypatch.setattr(resource, "getrlimit", lambda _which: limits)
    monkeypatch.setattr(resource, "setrlimit", change)

    allow_many()

    assert now["soft"] == raised
