"""Compiles every source below a folder, for machines that can neither write nor compile.

Runs inside the Python whose bytecode is wanted, so it needs nothing but the standard library.
"""

import importlib.util
import py_compile
import sys
import warnings
from pathlib import Path


def compile_tree(root: str, home: str) -> list[str]:
    """One line for each source that does not compile.

    Unchecked hashes instead of times: nothing in a .pyc tells when or where it was made. Tracebacks name
    sources as they lie in Lambda, below `home`.
    """
    failures = []
    for source in sorted(Path(root).rglob("*.py")):
        place = source.relative_to(root).as_posix()
        try:
            py_compile.compile(
                str(source),
                cfile=importlib.util.cache_from_source(str(source)),
                dfile=f"{home}/{place}",
                doraise=True,
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
            )
        except (py_compile.PyCompileError, OSError) as failure:
            failures.append(f"{place}: {str(failure).strip()}")
    return failures


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.exit("\n".join(compile_tree(*sys.argv[1:])) or None)
