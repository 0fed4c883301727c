"""The back office of rooms: to look. What is said is changed by services alone, which log it."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from rooms.models import Comment, Decision, Membership, Post, Room


class ReadOnly(admin.ModelAdmin[Any]):
    """Rows that the log tells: seen here, never touched."""

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
    list_display = ("room", "seq", "kind", "author", "created_at", "withdrawn_at", "hidden_at")
    list_filter = ("room", "kind")
    search_fields = ("body", "author__name")
    list_select_related = ("room", "author")


@admin.register(Comment)
class CommentAdmin(ReadOnly):
    list_display = ("post", "author", "created_at", "withdrawn_at", "hidden_at")
    search_fields = ("body", "author__name")
    list_select_related = ("post__room", "author")


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("at", "by", "act", "person", "room", "why")
    list_filter = ("room", "act")
    list_select_related = ("by", "person", "room")
