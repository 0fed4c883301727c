"""The first start, with a fake Python: a script that records how it is called."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.machine.hub import HOUSE
from tests.serve.conftest import LOCK, Told, assert_refused

pytestmark = pytest.mark.process

PIP_LOCK = "requirements-pip.lock"
TOOLS = ("sh", "dirname", "readlink", "cmp", "cp", "rm", "mkdir")
ASKED = 'echo "$*" >> "$ASKED"\n'
OLD = '#!/bin/sh\ncase "$*" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac\n'
WITHOUT_VENV = "#!/bin/sh\n" + 'case "$*" in *ensurepip*) exit 1 ;; esac\n'
COMPLETE = (
    "#!/bin/sh\n"
    + ASKED
    + ('case "$*" in "-m venv"*) mkdir -p "$4/bin" && cp -- "$0" "$4/bin/python" ;; esac\n')
)
BREAKS_OFF = (
    "#!/bin/sh\n"
    + ASKED
    + (
        'case "$*" in "-m pip install"*) exit 1 ;; esac\n'
        'case "$*" in "-m venv"*) mkdir -p "$4/bin" && cp -- "$0" "$4/bin/python" ;; esac\n'
    )
)
WITH_AN_OLD_PIP = COMPLETE.replace("esac", f'*{PIP_LOCK}*) echo "no such pip" >&2; exit 1 ;; esac')


class FreshMachine:
    """A checkout with only ``bin`` and the lock file, and a PATH with few programs."""

    def __init__(self, folder: Path) -> None:
        self.house, self.path, self.asked = folder / "house", folder / "path", folder / "asked"
        shutil.copytree(HOUSE / "bin", self.house / "bin")
        shutil.copy(HOUSE / PIP_LOCK, self.house)
        (self.house / LOCK).write_text("django==5\n")
        self.path.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (self.path / tool).symlink_to(found)

    def has_python(self, script: str) -> None:
        python = self.path / "python3"
        python.write_text(script)
        python.chmod(0o755)

    def serve(self) -> Told:
        self.asked.write_text("")
        variables = {"PATH": str(self.path), "ASKED": str(self.asked), "LANG": "fr_FR.UTF-8"}
        command = [self.house / "bin" / "serve"]
        return subprocess.run(command, env=variables, capture_output=True, text=True, check=False)

    def was_asked(self, words: str) -> bool:
        return words in self.asked.read_text()


@pytest.fixture
def machine(tmp_path: Path) -> FreshMachine:
    return FreshMachine(tmp_path)


def test_a_python_that_is_too_old_is_told_with_the_mend(machine: FreshMachine) -> None:
    machine.has_python(OLD)
    assert_refused(machine.serve(), "Python 3.11", "Python 3.9.2", "apt install")


def test_no_python_at_all_is_told_too(machine: FreshMachine) -> None:
    assert_refused(machine.serve(), "Python 3.11", "apt install")


def test_a_python_that_cannot_make_environments_is_told_with_the_package(machine: FreshMachine) -> None:
    machine.has_python(WITHOUT_VENV)
    assert_refused(machine.serve(), "apt install python3-venv")


def test_the_first_start_installs_and_the_second_does_not(machine: FreshMachine) -> None:
    machine.has_python(COMPLETE)
    assert machine.serve().returncode == 0
    assert machine.was_asked("-m venv")
    assert machine.was_asked("--require-hashes")
    assert machine.serve().returncode == 0
    assert not machine.was_asked("-m venv")
    assert not machine.was_asked("-m pip install")
    assert machine.was_asked("-m realtime.serve")


def test_a_new_environment_gets_a_new_pip_and_is_compiled_once(machine: FreshMachine) -> None:
    machine.has_python(COMPLETE)
    machine.serve()
    asked = machine.asked.read_text().splitlines()
    installing = [line for line in asked if line.startswith("-m pip install")]
    assert [line.rpartition("/")[2] for line in installing] == [PIP_LOCK, LOCK]
    assert all("--require-hashes" in line and "--no-compile" in line for line in installing)
    assert sum(line.startswith("-m compileall") for line in asked) == 1


def test_where_no_new_pip_can_be_had_the_old_one_installs(machine: FreshMachine) -> None:
    machine.has_python(WITH_AN_OLD_PIP)
    assert machine.serve().returncode == 0
    assert machine.was_asked("-m realtime.serve")


def test_a_new_lock_file_is_installed_over_the_old(machine: FreshMachine) -> None:
    machine.has_python(COMPLETE)
    machine.serve()
    (machine.house / LOCK).write_text("django==6\n")
    machine.serve()
    assert machine.was_asked("-m pip install")
    assert not machine.was_asked("-m venv")


def test_an_installation_that_broke_off_is_begun_afresh(machine: FreshMachine) -> None:
    machine.has_python(BREAKS_OFF)
    told = machine.serve()
    assert told.returncode == 2
    assert "relancez la même commande" in told.stderr.splitlines()[-1]
    machine.has_python(COMPLETE)
    assert machine.serve().returncode == 0
    assert machine.was_asked("-m venv --clear")


def test_a_python_replaced_under_the_environment_makes_it_anew(machine: FreshMachine) -> None:
    machine.has_python(COMPLETE)
    machine.serve()
    (machine.house / ".venv" / "bin" / "python").unlink()
    assert machine.serve().returncode == 0
    assert machine.was_asked("-m venv --clear")
