"""The report shows every figure that it is given: curves, faults, and the crowds that were tried."""

import re
from datetime import datetime
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from realtime.simulate.capacity import CapacityStep, RehearsalOutcome, found
from realtime.simulate.report import page
from realtime.simulate.result import RehearsalResult, RehearsalSecond, ServerCost
from realtime.simulate.verdict import judge
from tests.simulate.test_verification import LOG, MARCEL, NADIA, evening, heard

DAY = datetime(2026, 11, 26, 19, 30)
CPU, MEMORY = "How hard the server works", "The memory of the server"
TROUBLE = "What should not have happened"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def second(number: int, **facts: float) -> RehearsalSecond:
    usual = RehearsalSecond(number, 10.0, 40.0, 100, 5, 2, 0, 0.5, 80.0, 0.2, 0.1)
    return replace(usual, **facts)


def measured(**facts: object) -> RehearsalResult:
    """Return the result of four seconds, with all figures of the machine."""
    result = evening([heard(NADIA, LOG), heard(MARCEL, LOG)])
    series = [second(number, server_cpu=number / 4, server_mb=80.0 + number) for number in range(4)]
    told = replace(result, series=series, server=ServerCost(1, 0.4, 0.75, 83.0, 12.0))
    return replace(told, **facts)


def shown(result: RehearsalResult, steps: list[CapacityStep] | None = None) -> str:
    """Return the page, with plain spaces."""
    return page(RehearsalOutcome(judge(result), result, steps or []), DAY).replace("\u00a0", " ")


def plot(html: str, title: str) -> str:
    """Return the HTML figure with that title."""
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    (one,) = [figure for figure in figures if f"<h3>{title}</h3>" in figure]
    return str(one)


def rows(html: str, title: str) -> list[list[str]]:
    """Return the cells of the table under that heading."""
    table = html.partition(f"<h2>{title}</h2>")[2].partition("</table>")[0]
    parser = Cells()
    parser.feed(table)
    return parser.rows


class Cells(HTMLParser):
    """Collects the text of each table cell, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def curve(figure: str, mark: str) -> list[tuple[float, float]]:
    """Return the points of the curve with that class, from the left and from the top."""
    way = re.search(rf'<path class="{mark}" d="([^"]+)"', figure)
    assert way is not None, figure
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", way[1])]


def test_the_processor_is_drawn_second_by_second_beside_the_crowds_and_the_rest() -> None:
    figure = plot(shown(measured()), CPU)
    assert "0.40 cores on average, 0.75 at the busiest" in figure
    heights = [height for _left, height in curve(figure, "line hot")]
    assert len(heights) == 4
    assert heights == sorted(heights, reverse=True)  # it rises: y is 0 at the top
    assert heights[0] > heights[-1]
    assert len(curve(figure, "line ink")) == len(curve(figure, "line quiet")) == 4


def test_memory_is_drawn_with_the_most_there_was() -> None:
    figure = plot(shown(measured()), MEMORY)
    assert "83 MiB at most." in figure
    assert "<svg" in figure


def test_a_service_elsewhere_has_no_processor_to_draw_and_says_so() -> None:
    html = shown(measured(server=ServerCost(0, None, None, None, None)))
    assert "cannot be read from here" in plot(html, CPU)
    assert "<svg" not in plot(html, CPU)
    assert MEMORY not in html


def test_errors_are_drawn_when_there_are_any_and_named_in_words() -> None:
    assert "Not one error" in plot(shown(measured()), TROUBLE)
    series = [second(0), second(1, errors=3), second(2)]
    figure = plot(shown(measured(series=series, errors={"no page: HTTP 500": 3})), TROUBLE)
    assert "3 × page that does not come (HTTP 500)" in figure
    heights = [height for _left, height in curve(figure, "line alarm")]
    assert heights.index(min(heights)) == 1


def test_each_fault_is_a_line_of_the_table_with_whom_and_what() -> None:
    result = evening([heard(NADIA, LOG), heard(MARCEL, [*LOG[:4], *LOG[5:]])])
    html = shown(result)
    assert rows(html, "What is not as in the log") == [["person 2", "line 5 of fabrique 4", "lost"]]
    assert "It does not hold." in html


def test_no_fault_is_no_table() -> None:
    assert "<h2>What is not as in the log</h2>" not in shown(measured())


def test_a_name_cannot_write_into_the_page() -> None:
    result = evening([heard(NADIA, LOG), heard(MARCEL, LOG[:9])])
    (fault,) = result.faults
    html = shown(replace(result, faults=[replace(fault, who="<script>alert(1)</script>")]))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_every_crowd_that_was_tried_is_shown_from_the_smallest_with_what_became_of_it() -> None:
    steps = []
    for people, p99 in ((25, 30.0), (100, 900.0), (50, 120.0)):
        result = measured()
        result = replace(result, people=people, latency=replace(result.latency, p99=p99))
        steps.append(CapacityStep(people, result, judge(result)))
    outcome = found(steps, 250)
    html = page(outcome, DAY).replace("\u00a0", " ")
    assert [row[:2] for row in rows(html, "Crowd after crowd")] == [
        ["people in each fabrique", "p99"],
        ["25", "30 ms"],
        ["50", "120 ms"],
        ["100", "900 ms"],
    ]
    assert re.findall(r'<tr class="([^"]+)"', html) == ["held", "held", "not-held"]
    assert "<h1>50 people.</h1>" in html
