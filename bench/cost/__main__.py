"""`python -m bench.cost`: docs/cost.md written anew, from the templates and docs/performance.md."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.cost.page import write_cost
from harness.template import Template, synthesize

if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        write_cost(Template(synthesize(Path(folder))))
