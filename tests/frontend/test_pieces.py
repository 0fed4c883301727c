"""Pieces compressed apart are one gzip file that says what they say together."""

import gzip

from hypothesis import given
from hypothesis import strategies as st

from frontend.pieces import Filled, Filling, Hole, Piece, gzipped, mark, plain, split

TEXTS = st.binary(max_size=300) | st.sampled_from([b"<li class='post'>" * 40, b"\x01" * 40])
REF = Filling(b"0123456789" * 3 + b"abcdef", is_fixed=True)
PARTS = st.lists(TEXTS.map(Piece) | TEXTS.map(Filling) | st.just(REF), max_size=8)


@given(PARTS)
def test_any_pieces_and_fillings_are_read_as_they_are(parts: list[Filled]) -> None:
    for page in (parts, [*parts, *reversed(parts)]):
        assert gzip.decompress(gzipped(page)) == plain(page) == b"".join(part.text for part in page)


def test_what_is_longer_than_a_block_is_read_whole() -> None:
    page: list[Filled] = [Piece(b"before"), Filling(b"x" * 70_000), Piece(b"after" * 20_000)]
    assert gzip.decompress(gzipped(page)) == plain(page)


def test_posts_that_are_alike_take_little_apart() -> None:
    shape = b"<article><p>words of the page</p></article>" * 40
    posts: list[Filled] = [Piece(shape + b"%d" % number) for number in range(50)]
    whole = len(gzip.compress(plain(posts)))
    assert len(gzipped(posts)) < whole + 50 * 30


def test_marks_become_holes_and_nothing_else_does() -> None:
    parts = split(f"<p>{mark('name')}</p> name- {mark('ref')}")
    assert [part.name if isinstance(part, Hole) else part.text for part in parts] == [
        b"<p>",
        "name",
        b"</p> name- ",
        "ref",
    ]
