"""`make bench-flash-simulated`: plays every simulated sale, keeps what came of it, draws the plot."""

import sys

from bench.flash_sale.measure import cases, keep, play
from bench.flash_sale.section import draw


def main() -> None:
    """Minutes; each sale is told of on stderr."""
    played = []
    for case in cases():
        played.append(play(*case))
        print(played[-1], file=sys.stderr, flush=True)
    keep(played)
    draw()


if __name__ == "__main__":
    main()
