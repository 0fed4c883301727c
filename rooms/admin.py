"""The back office of rooms, read-only: services alone change what is said, since they log it."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from rooms.models import Comment, Decision, Membership, Post, Room


class ReadOnly(admin.ModelAdmin[Any]):
    """Base of admin pages whose rows are changed by services only: shown, never edited.

    ``seen``: which rows; what only its author sees is not among them.
    """

    seen = Q()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(self.seen)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Room)
class RoomAdmin(ReadOnly):
    list_display = ("title", "kind", "code", "opens_at", "closes_at")
    list_filter = ("kind",)
    search_fields = ("title", "code")


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ("person", "room", "role", "quieted_at", "removed_at")
    list_filter = ("room", "role")
    search_fields = ("person__name",)
    list_select_related = ("person", "room")


@admin.register(Post)
class PostAdmin(ReadOnly):
    seen = Q(seq__isnull=False, withdrawn_at=None)
    list_display = ("room", "seq", "kind", "author", "created_at", "hidden_at")
    list_filter = ("room", "kind")
    search_fields = ("body", "author__name")
    list_select_related = ("room", "author")


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    seen = Q(withdrawn_at=None)
    list_display = ("post", "author", "created_at", "hidden_at")
    search_fields = ("body", "author__name")
    list_select_related = ("post__room", "author")


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("at", "by", "act", "person", "room", "why")
    list_filter = ("room", "act")
    list_select_related = ("by", "person", "room")
