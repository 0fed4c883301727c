"""What posts weigh at most as they travel, asked of the database without reading them."""

from typing import Any

from django.db.models import Count, Func, IntegerField, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from rooms.models import Comment, Post, Reaction

# JSON writes a quotation mark or the end of a line as two bytes.
ESCAPED = 2
# All that is not words: names of fields, numbers, and the author's name, of 60 signs of 4 bytes at most.
POST_BYTES, COMMENT_BYTES, SIGN_BYTES = 1_200, 900, 60


class _Octets(Func):
    function = "OCTET_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="LENGTH(CAST(%(expressions)s AS BLOB))", **context)


def most_bytes(posts: QuerySet[Post]) -> int:
    """Return how many bytes ``posts`` have at most on a page, with their answers and reactions."""
    card = Coalesce(_Octets(Cast("card", TextField())), 0)
    comments = Comment.objects.visible().filter(post__in=posts)
    signs = Reaction.objects.filter(post__in=posts).count()
    return (
        _weigh(posts, _Octets("body") + _Octets("html") + card, POST_BYTES)
        + _weigh(comments, _Octets("body") + _Octets("html"), COMMENT_BYTES)
        + SIGN_BYTES * signs
    )


def _weigh(rows: QuerySet[Any], words: Any, each: int) -> int:
    found = rows.aggregate(rows=Count("pk"), words=Coalesce(Sum(words), 0))
    return int(each * found["rows"] + ESCAPED * found["words"])
