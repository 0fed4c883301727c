"""docs/operating.md can be followed to the letter, as far as can be seen without a machine to install."""

import ast
import re
import subprocess
from importlib.util import find_spec

import pytest

from tests.machine import documented
from tests.machine.hub import HOUSE

MODULE = re.compile(r"python -m ([\w.]+)(?: (\w+))?")
NAMED = re.compile(r"\bhub-[a-z]+@?(?:\.service|\.timer)?")
FILES_OF_VARIABLES = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
SECTIONS = {".service": {"Unit", "Service"}, ".timer": {"Unit", "Timer", "Install"}}


def known_variables() -> set[str]:
    """Return the names that settings/env.py and settings/base.py read, and Django's own."""
    sources = [(HOUSE / "settings" / name).read_text() for name in ("env.py", "base.py")]
    found = {
        node.value
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isupper()
    }
    return found | {"DJANGO_SETTINGS_MODULE"}


@pytest.mark.process
@pytest.mark.parametrize("block", documented.blocks("sh"))
def test_every_command_is_one_that_a_shell_reads(block: str) -> None:
    subprocess.run(["sh", "-n"], input=block, text=True, check=True)


def test_every_unit_is_whole() -> None:
    units = documented.units()
    assert set(units) == {
        "hub-prepare.service",
        "hub-server@.service",
        "hub-worker.service",
        "hub-meeting.service",
        "hub-backup.service",
        "hub-backup.timer",
    }
    for name, unit in units.items():
        assert SECTIONS[name[name.index(".") :]] <= set(unit.sections()), name
        if name.endswith(".service"):
            service = unit["Service"]
            assert (service["User"], service["EnvironmentFile"]) == ("hub", "/etc/hub.env"), name
            assert service["WorkingDirectory"] == "/srv/hub", name
            assert service["ExecStart"].startswith("/srv/hub/.venv/bin/python -m "), name


def test_a_failed_preparation_stops_nothing_that_runs() -> None:
    for name, unit in documented.units().items():
        assert "Requires" not in unit["Unit"], name


def test_every_unit_that_is_commanded_is_written_on_the_page() -> None:
    written = {name.partition(".")[0] for name in documented.units()}
    for block in documented.blocks("sh"):
        for line in block.splitlines():
            if line.lstrip().startswith("systemctl"):
                assert {name.partition(".")[0] for name in NAMED.findall(line)} <= written, line


def test_every_module_that_is_run_is_there() -> None:
    for module, command in MODULE.findall(documented.OPERATING.read_text()):
        assert find_spec(module), module
        if module == "django" and command not in {"", "changepassword", "clearsessions"}:
            assert list(HOUSE.glob(f"*/management/commands/{command}.py")), command


def test_every_variable_that_is_set_is_read() -> None:
    known = known_variables()
    for block in documented.blocks("sh"):
        if block.splitlines()[0].split("=")[0].isupper():
            assert set(FILES_OF_VARIABLES.findall(block)) <= known, block
    assert {name for names in documented.variables() for name in names.split("`, `")} <= known
