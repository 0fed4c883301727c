"""A backup is whole or is none, and a restored house is the one that was backed up."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from realtime.serve.data_folder import DATABASE, KEY, hold_as_worker
from realtime.serve.restore import _is_in_use
from tests.machine.hub import HOUSE, Foundation
from tests.machine.postgres_server import PostgresServer

pytestmark = pytest.mark.process

Told = subprocess.CompletedProcess[str]
SECRET = "k" * 50
EARLIER = "UPDATE django_migrations SET name = '0001_initial' WHERE app = 'rooms'"  # a step that is no more


class Kept:
    """A house that is closed, the folder of its backups, and the two commands."""

    def __init__(self, ground: Foundation, backups: Path, letters: Path) -> None:
        self.ground, self.folder, self.backups, self.letters = ground, ground.folder, backups, letters
        (self.folder / "media").mkdir()
        (self.folder / "media" / "rabbit.webp").write_bytes(b"a rabbit")

    def run(self, command: str, where: Path, **variables: str) -> Told:
        own = {"SECRET_KEY": SECRET, "LANG": "fr_FR.UTF-8", "DJANGO_SETTINGS_MODULE": "settings.dev"}
        own |= {"EMAIL_URL": f"filemail:///{self.letters}", "HUB_ALERTS": "awa@example.org"}
        environment = self.ground.variables() | own | variables
        words = [sys.executable, "-P", "-m", f"realtime.serve.{command}", str(where)]
        return subprocess.run(
            words, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False, timeout=300
        )

    def back_up(self) -> Path:
        """Make a backup that succeeds."""
        before = set(self.backups.glob("*"))
        done = self.run("backup", self.backups)
        assert done.returncode == 0, done.stderr
        (made,) = set(self.backups.glob("*")) - before
        return made

    def note(self, words: str) -> None:
        """Write into the database."""
        with closing(sqlite3.connect(self.folder / DATABASE)) as database:
            database.execute("CREATE TABLE IF NOT EXISTS note (words TEXT)")
            database.execute("INSERT INTO note VALUES (?)", (words,))
            database.commit()

    def notes(self, folder: Path | None = None) -> list[str]:
        with closing(sqlite3.connect((folder or self.folder) / DATABASE)) as database:
            return [words for (words,) in database.execute("SELECT words FROM note")]


@pytest.fixture
def kept(embedded: Foundation, tmp_path: Path) -> Kept:
    (tmp_path / "backups").mkdir()
    (tmp_path / "letters").mkdir()
    return Kept(embedded.copy(tmp_path / "house"), tmp_path / "backups", tmp_path / "letters")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Foundation:
    """A house on the embedded database, whatever that of the run."""
    return Foundation.prepare(tmp_path_factory.mktemp("embedded"), "")


def damage(path: Path) -> None:
    """Overwrite pages in the middle of a database."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 4096 * 40)


def test_a_restored_house_is_what_was_backed_up_and_the_rest_is_set_aside(kept: Kept) -> None:
    kept.note("before")
    made = kept.back_up()
    assert {path.name for path in made.iterdir()} == {DATABASE, KEY, "media"}
    assert (made / KEY).read_text() == SECRET
    assert (made / KEY).stat().st_mode & 0o077 == 0
    kept.note("after")
    (kept.folder / "media" / "rabbit.webp").unlink()
    done = kept.run("restore", made)
    assert done.returncode == 0, done.stderr
    assert kept.notes() == ["before"]
    assert (kept.folder / "media" / "rabbit.webp").read_bytes() == b"a rabbit"
    (aside,) = kept.folder.glob("before-restore-*")
    assert kept.notes(aside) == ["before", "after"]
    assert str(aside) in done.stdout


def test_a_machine_where_nothing_is_yet_gets_the_key_too(
    kept: Kept, embedded: Foundation, tmp_path: Path
) -> None:
    kept.note("words")
    made = kept.back_up()
    empty = Kept(embedded.copy(tmp_path / "other"), kept.backups, kept.letters)
    shutil.rmtree(empty.folder)
    done = empty.run("restore", made, SECRET_KEY="")
    assert done.returncode == 0, done.stderr
    assert (empty.folder / KEY).read_text() == SECRET
    assert empty.notes() == ["words"]
    assert "SECRET_KEY" not in done.stdout, "the key is in its place already"


def test_a_picture_is_kept_once_however_many_backups_have_it(kept: Kept) -> None:
    first, second = (kept.back_up() / "media" / "rabbit.webp" for _ in range(2))
    assert first != second
    assert first.samefile(second)
    assert not second.samefile(kept.folder / "media" / "rabbit.webp"), "damage there would be damage here"


def test_a_damaged_database_is_no_backup_and_is_told(kept: Kept) -> None:
    damage(kept.folder / DATABASE)
    done = kept.run("backup", kept.backups)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "n'a pas abouti" in done.stderr
    assert not list(kept.backups.iterdir()), "nothing stands there under a good name, nor half made"
    (letter,) = kept.letters.iterdir()
    assert "To: awa@example.org" in letter.read_text()


def test_a_backup_without_the_key_is_none(kept: Kept) -> None:
    done = kept.run("backup", kept.backups, SECRET_KEY="")
    assert (done.returncode, "SECRET_KEY" in done.stderr) == (1, True)


def test_what_is_no_backup_or_a_damaged_one_changes_nothing(kept: Kept, tmp_path: Path) -> None:
    kept.note("today")
    made = kept.back_up()
    damage(made / DATABASE)
    for path in (tmp_path / "mistyped", made):
        assert kept.run("restore", path).returncode == 1
        assert kept.notes() == ["today"]
        assert not list(kept.folder.glob("before-restore-*"))


def test_a_backup_of_an_earlier_version_changes_nothing(kept: Kept) -> None:
    kept.note("today")
    made = kept.back_up()
    with closing(sqlite3.connect(made / DATABASE)) as earlier:
        earlier.execute(EARLIER)
        earlier.commit()
    assert_earlier(kept, made)
    assert kept.notes() == ["today"]


def assert_earlier(kept: Kept, made: Path) -> None:
    """Check that the backup is refused in one line, and nothing set aside."""
    aside = [*kept.folder.glob("before-restore-*")]
    done = kept.run("restore", made)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert "version antérieure" in done.stderr
    assert [*kept.folder.glob("before-restore-*")] == aside


def test_an_open_house_is_not_restored(kept: Kept) -> None:
    made = kept.back_up()
    with hold_as_worker(kept.folder):
        done = kept.run("restore", made)
    assert (done.returncode, "fermez-le d'abord" in done.stderr) == (1, True)


def test_a_database_that_somebody_has_open_is_seen(kept: Kept) -> None:
    path = kept.folder / DATABASE
    assert not _is_in_use(path)
    with closing(sqlite3.connect(path)) as server:
        server.execute("PRAGMA journal_mode = WAL")
        server.execute("SELECT count(*) FROM django_migrations").fetchone()
        assert _is_in_use(path)
    assert not _is_in_use(path)


def test_a_copy_that_breaks_off_leaves_nothing_under_a_good_name(kept: Kept) -> None:
    """A picture that cannot be read stands for a copy that cannot be written."""
    shutil.rmtree(kept.folder / "media")
    (kept.folder / "media").mkdir()
    (kept.folder / "media" / "unreadable").symlink_to("/nowhere")
    assert kept.run("backup", kept.backups).returncode == 1
    assert not list(kept.backups.iterdir())


@pytest.mark.postgres
def test_so_it_is_on_postgresql(postgres_server: PostgresServer, tmp_path: Path) -> None:
    for name in ("backups", "letters"):
        (tmp_path / name).mkdir()
    ground = Foundation.prepare(tmp_path / "house", postgres_server.url)
    kept = Kept(ground, tmp_path / "backups", tmp_path / "letters")
    made = kept.back_up()
    with psycopg.connect(ground.database_url) as database:
        titles = database.execute("SELECT title FROM rooms_room ORDER BY id").fetchall()
        database.execute("UPDATE rooms_room SET title = 'Mistyped'")
    done = kept.run("restore", made)
    assert done.returncode == 0, done.stderr
    with psycopg.connect(ground.database_url) as database:
        assert database.execute("SELECT title FROM rooms_room ORDER BY id").fetchall() == titles
    (aside,) = kept.folder.glob("before-restore-*")
    with psycopg.connect(ground.database_url) as database:
        database.execute(EARLIER)
    assert_earlier(kept, kept.back_up())
    (made / "hub.dump").write_bytes((made / "hub.dump").read_bytes()[:5000])
    assert kept.run("restore", made).returncode == 1, "a dump that is cut short is none"
    assert [*kept.folder.glob("before-restore-*")] == [aside]
