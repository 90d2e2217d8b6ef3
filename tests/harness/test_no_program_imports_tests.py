"""What runs beside the tests stands without them: it would break wherever tests are left out."""

from harness.template import ROOT
from tests.unit.test_doors import imported

PROGRAMS = ("bench", "chaos", "contract", "gates", "harness", "infra", "local", "ops", "functions")


def test_no_program_imports_a_test() -> None:
    found = [
        str(path.relative_to(ROOT))
        for program in PROGRAMS
        for path in (ROOT / program).rglob("*.py")
        if any(name.partition(".")[0] == "tests" for name in imported(path))
    ]
    assert found == []
