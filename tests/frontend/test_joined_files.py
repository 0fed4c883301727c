"""The static step: the modules of a page become one file, which does what they do; so do its style sheets."""

import re
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders

from frontend import joined_modules, joined_styles
from frontend.module_graph import CannotJoin
from frontend.static_storage import ENTRIES, Paths, joined
from tests.machine import programs

# A page that imports in every way that is understood, and what it awaits.
PAGE = {
    "js/page.js": """import "./side.js";
import { count, Box as Chest, name } from "./parts/counter.js";

const count_js = "an own name";
console.log(name, count(), new Chest().open(), count_js);
import("./later.js").then(({ late }) => late());
import("./later.js").then(({ late }) => typeof late);
""",
    "js/side.js": """// A comment that goes.
import { count } from "./parts/counter.js";

/** So does this. */
count();
console.log("side");
""",
    "js/parts/counter.js": """export const name = "counter"; // https://stays
let counted = 0;

export function count() {
  return ++counted;
}

export class Box {
  open() {
    return /** @type {string} */ ("open") + `/* not a comment */`;
  }
}

export async function wait() {
  return count();
}
""",
    "js/later.js": """import { wait } from "./parts/counter.js";
import { sign } from "./parts/sign.js";

console.log("once");

export function late() {
  void wait().then((number) => console.log(sign, number));
}
""",
    "js/parts/sign.js": 'export const sign = "late";\n',
}


@pytest.fixture(scope="module")
def collected() -> Paths:
    """All files of the house, as they are collected."""
    return {name: (storage, name) for finder in get_finders() for name, storage in finder.list([])}


def join(**sources: str) -> dict[str, str]:
    modules = {f"js/{name}.js": source for name, source in sources.items()}
    return joined_modules.join([next(iter(modules))], modules.__getitem__)[0]


def run(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    (folder / "package.json").write_text('{ "type": "module" }')
    words = [str(programs.NODE.path()), str(folder / "js/page.js")]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


@pytest.mark.node
def test_a_joined_page_does_what_its_modules_do(tmp_path: Path) -> None:
    files, inside = joined_modules.join(["js/page.js"], PAGE.__getitem__)
    assert (set(files), inside) == ({"js/page.js", "js/later.js"}, set(PAGE))
    told = run(tmp_path / "modules", PAGE)
    assert told == "side\ncounter 2 open/* not a comment */ an own name\nonce\nlate 3\n"
    assert run(tmp_path / "joined", files) == told
    assert "goes" not in files["js/page.js"]


@pytest.mark.node
@pytest.mark.parametrize("entry", ENTRIES)
def test_every_page_of_the_house_is_joined_into_files_that_a_browser_understands(
    collected: Paths, entry: str
) -> None:
    files = joined(collected)
    storage, path = files[entry]
    text = storage.open(path).read()
    words = [str(programs.NODE.path()), "--check", "--input-type=module", "-"]
    checked = subprocess.run(words, input=text, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr.decode()


def test_a_module_is_in_a_page_once_with_what_it_awaits_too(collected: Paths) -> None:
    def read(name: str) -> str:
        return Path(collected[name][0].path(name)).read_text()

    for entry in ENTRIES:
        files, inside = joined_modules.join([entry], read)
        there = re.findall(r"^// (js/.*\.js)$", "".join(files.values()), re.MULTILINE)
        assert sorted(there) == sorted(inside)


def test_what_is_in_a_joined_file_has_no_file_of_its_own(collected: Paths) -> None:
    files = joined(collected)
    assert {*ENTRIES, "js/meeting/live-meeting.js", "css/for-room.css", "js/meeting/old-browser.js"} <= set(
        files
    )
    assert not {"js/clock.js", "js/meeting/stage.js", "css/tokens.css", "css/print.css"} & set(files)
    assert "css/tokens.css" in collected


def test_what_is_imported_and_is_nowhere_is_named(collected: Paths) -> None:
    files = {name: place for name, place in collected.items() if name != "js/clock.js"}
    with pytest.raises(CannotJoin, match=re.escape("js/clock.js is imported, and is nowhere")):
        joined(files)


def test_modules_that_import_each_other_are_refused() -> None:
    ring = {
        "page": 'import { one } from "./one.js";\n',
        "one": 'import { two } from "./two.js";\n\nexport const one = two;\n',
        "two": 'import { one } from "./one.js";\n\nexport const two = one;\n',
    }
    with pytest.raises(CannotJoin, match=re.escape("each other: js/one.js → js/two.js → js/one.js")):
        join(**ring)


@pytest.mark.parametrize(
    "line",
    [
        "export default class {}",
        "export let changing = 1;",
        "export const [one, two] = [1, 2];",
        'export { one } from "./one.js";',
        'import * as one from "./one.js";',
        'import one from "./one.js";',
        'import { one } from "elsewhere";',
        'import { one } from "./one.js";\nimport { one as two } from "./one.js";',
        "console.log(import.meta.url);",
        "const later = (name) => import(name);",
        "const text = `of several\nlines`;",
    ],
)
def test_what_is_not_understood_is_refused_and_named(line: str) -> None:
    with pytest.raises(CannotJoin, match=r"^js/page\.js: "):
        join(page=f"{line}\n", one="export const one = 1;\n")


@pytest.mark.parametrize(
    ("page", "why"),
    [
        ('import "./one.js";\nimport("./one.js");\n', "js/one.js would come twice"),
        ('import("./more.js");\nimport("./one.js");\n', "js/one.js would come twice"),
        ('import("./eager.js");\n', "js/eager.js is awaited, and may not await more"),
    ],
)
def test_what_would_be_in_a_page_twice_is_refused(page: str, why: str) -> None:
    parts = {
        "one": "export const one = 1;\n",
        "more": 'import "./one.js";\n',
        "eager": 'import("./one.js");\n',
    }
    with pytest.raises(CannotJoin, match=why):
        join(page=page, **parts)


def test_what_two_pages_await_is_refused() -> None:
    sources = {f"js/{name}.js": 'import("./one.js");\n' for name in "ab"} | {"js/one.js": "one();\n"}
    with pytest.raises(CannotJoin, match=re.escape("js/one.js is part of two pages")):
        joined_modules.join(["js/a.js", "js/b.js"], sources.__getitem__)


def test_style_sheets_are_joined_in_their_order_and_what_is_for_paper_stays_for_paper() -> None:
    sheets = {
        "css/for-page.css": '/* All. */\n@import "one.css";\n@import "paper.css" print;\n',
        "css/one.css": "a {\n  color: red; /* once */\n}\n",
        "css/paper.css": "a {\n  color: black;\n}\n",
        "css/alone.css": "b {}\n",
    }
    files, inside = joined_styles.join(sheets, sheets.__getitem__)
    paper = "@media print {\na {\n  color: black;\n}\n}\n"
    assert files == {"css/for-page.css": "a {\n  color: red;\n}\n" + paper}
    assert inside == {"css/one.css", "css/paper.css"}


@pytest.mark.parametrize(
    "sheet", ['@import url("one.css");\n', '@import "../one.css";\n', '@import "deep.css";\n']
)
def test_a_style_sheet_that_cannot_be_joined_is_refused(sheet: str) -> None:
    sheets = {"css/page.css": sheet, "css/one.css": "", "css/deep.css": '@import "one.css";\n'}
    with pytest.raises(CannotJoin, match=r"^css/page\.css: "):
        joined_styles.join(["css/page.css"], sheets.__getitem__)
