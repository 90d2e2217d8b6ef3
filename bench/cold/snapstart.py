"""What SnapStart would change, on paper: from stated prices and from what was measured without it."""

from bench.cold.results import Sitting
from bench.markdown import table
from bench.prices import read_prices

CACHED_GB_SECOND = 0.0000015046
RESTORED_GB = 0.0001397998
"""US dollars in us-east-1, as two stored articles of 2026 quote AWS Lambda Pricing."""
MONTH_SECONDS = 30 * 24 * 60 * 60
COLD_MS = 800
"""A cold start of ours as the bill takes it (`cold_ms`)."""

_TEXT = """\
### What SnapStart would change, on paper

SnapStart (Python from 3.12 on) takes a snapshot of a published version after INIT and starts processes from
it: the rows' INIT would be replaced by a restore, the first invocation would stay, with its connections and
handshakes. AWS promises "as low as sub-second" for a restore and no figure; we measured none, so nothing here
counts on one. It needs published versions and aliases for every function, and takes neither provisioned
concurrency nor more than 512 MB of disk.

What must not be kept in a snapshot, and where our modules stand:

- **Connections**: clients of AWS and of the provider are made by the first call, not at INIT, and connect
  then. Fit; and for the same reason a snapshot saves no client: the first invocation stays as dear as it is.
- **Credentials** are found when a client is made, never before the snapshot. Fit.
- **Random numbers**: ids come of `secrets` and of hashes, asked of the system each time: fit. `random`,
  seeded once a process, spreads back-offs and the ages of copies: after a restore it would have to be seeded
  anew, or all that was restored waits the same times.
- **Secrets and keys** are read by the first invocation and kept for 300 s. Fit.
- **Ages of copies**: catalog, levels and the breaker's state are read by the first invocation. Fit.

So it would take one hook (`random.seed` after a restore) and no rebuilding. The price decides:"""


def paragraphs(found: Sitting) -> str:
    """The subsection."""
    gigabytes = sum(one.memory_mb for one in found.starts) / 1024
    functions = sum(one.memory_mb > 0 for one in found.starts)
    size = gigabytes / functions
    second = float(read_prices()["lambda_gb_second"].of(1))
    init = size * COLD_MS / 1000 * second
    cells = [
        [
            f"keeping the snapshots of {functions} functions, one version each ({gigabytes:.1f} GB), a month",
            f"{gigabytes * MONTH_SECONDS * CACHED_GB_SECOND:.2f}",
        ],
        [
            f"a thousand restores of {size:.2f} GB (a function of the average size)",
            f"{1000 * size * RESTORED_GB:.4f}",
        ],
        [f"a thousand times INIT of {COLD_MS} ms in that size, which they save", f"{1000 * init:.4f}"],
    ]
    dearer = size * RESTORED_GB / init
    return "\n\n".join(
        [
            _TEXT,
            table(["", "US dollars"], cells),
            f"A restore costs {dearer:.0f} times the cold start that it shortens, before the snapshots' "
            "keep; and one invocation in a hundred starts cold. We leave it off: a shop that wants its "
            "buyers' cold starts gone turns it on for the functions of the API, where a customer waits and "
            "INIT is longest.",
        ]
    )
