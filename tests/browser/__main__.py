"""`python -m tests.browser [all|pictures]`: the stories in a real browser, and not without one.

`all` is for `make rehearse`; `pictures` makes those of docs/pictures anew. More arguments are pytest's. The
stories of test_handful.py are in `make test`, too.
"""

import sys

import pytest

from harness.chromium import NO_BROWSER, find_chromium

CHOSEN = {
    "all": ["-m", "not pictures", "--durations", "5"],
    "pictures": ["-m", "pictures"],
}


def main(arguments: list[str]) -> int:
    which = arguments[0] if arguments else "all"
    if which not in CHOSEN:
        print(f"tests.browser: {which!r} is none of {', '.join(CHOSEN)}", file=sys.stderr)
        return 2
    if find_chromium() is None:
        print(f"tests.browser: {NO_BROWSER}", file=sys.stderr)
        return 1
    return int(pytest.main(["tests/browser", "-p", "no:cacheprovider", *CHOSEN[which], *arguments[1:]]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
