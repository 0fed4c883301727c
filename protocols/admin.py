"""The back office of consignes and protocoles, read-only: services alone change both, since they log it."""

from django.contrib import admin
from django.db.models import Q

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
    seen = Q(post__seq__isnull=False, post__withdrawn_at=None)
    list_display = ("title", "consigne", "author", "post", "changed_at")
    list_filter = ("consigne__room",)
    search_fields = ("title", "author__name")
    list_select_related = ("consigne", "author", "post__room")
