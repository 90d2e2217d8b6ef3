"""`python -m tests.browser [handful|all|pictures]`: the stories in a real browser.

`handful` is for `make test`, and says so where there is no Chromium; `all` is for `make rehearse`, and fails
without one; `pictures` makes those of docs/pictures anew. More arguments are pytest's.
"""

import sys

import pytest

from harness.chromium import find_chromium

NO_BROWSER = "no Chromium here: the browser's stories did not run (Debian has it as chromium)"
CHOSEN = {
    "handful": ["-m", "handful"],
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
        return 0 if which == "handful" else 1
    return int(pytest.main(["tests/browser", "-p", "no:cacheprovider", *CHOSEN[which], *arguments[1:]]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
