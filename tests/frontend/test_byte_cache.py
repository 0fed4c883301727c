"""What is kept in memory never takes more bytes than were allowed, and is made once for all who ask."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from frontend.byte_cache import ENTRY, ByteCache

SIZES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3_000), st.integers(0, 2)), max_size=40)


@given(SIZES)
def test_it_never_holds_more_than_its_bytes(entries: list[tuple[int, int, int]]) -> None:
    cache = ByteCache(4_000)
    for key, size, about in entries:
        cache.put(key, str(key), size, about)
        assert cache.size <= cache.limit
        assert (cache.get(key) is None) is (size + ENTRY > cache.limit)
    cache.forget(lambda _about: True)
    assert cache.size == 0


def test_what_was_asked_for_longest_ago_leaves_first() -> None:
    cache = ByteCache(3 * (100 + ENTRY))
    for key in "abc":
        cache.put(key, key, 100)
    assert cache.get("a") == "a"
    cache.put("d", "d", 100)
    assert [cache.get(key) for key in "abcd"] == ["a", None, "c", "d"]


def test_what_is_about_something_is_forgotten_with_it() -> None:
    cache = ByteCache(10_000)
    cache.put("one", 1, 10, "a post")
    cache.put("two", 2, 10, "another")
    cache.forget("a post".__eq__)
    assert (cache.get("one"), cache.get("two")) == (None, 2)


def test_a_thousand_who_ask_at_once_have_it_made_once() -> None:
    cache, made = ByteCache(10_000), list[int]()

    def make() -> str:
        made.append(1)
        return "drawn"

    with ThreadPoolExecutor(8) as crowd:
        seen = set(crowd.map(lambda _each: cache.get_or_make("part", make, len), range(1_000)))
    assert seen == {"drawn"}
    assert len(made) == 1
