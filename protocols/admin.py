"""The back office of consignes and protocoles: to look. Both are changed by services alone, which log it."""

from django.contrib import admin

from protocols.models import Consigne, Protocole
from rooms.admin import ReadOnly


@admin.register(Consigne)
class ConsigneAdmin(ReadOnly):
    list_display = ("title", "room", "author", "pinned_at")
    list_filter = ("room",)
    search_fields = ("title", "words")
    list_select_related = ("room", "author")


@admin.register(Protocole)
class ProtocoleAdmin(ReadOnly):
    list_display = ("title", "consigne", "author", "post", "changed_at")
    list_filter = ("consigne__room",)
    search_fields = ("title", "author__name")
    list_select_related = ("consigne", "author", "post__room")
