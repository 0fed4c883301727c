"""The back office of people. Cards are not registered: only their digests are kept. Nor is who may use the
back office: whoever does could give it to anybody (``add_staff --office``)."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group

from people.models import Person
from people.signals import shown_otherwise

SHOWN = {"name", "is_staff", "is_active"}

admin.site.unregister(Group)


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    list_display = ("name", "email", "is_staff", "is_active", "created_at")
    list_filter = ("is_staff", "is_active")
    search_fields = ("name", "email")
    readonly_fields = ("created_at", "last_login")
    exclude = ("password", "is_superuser", "groups", "user_permissions")

    def save_model(self, request: Any, obj: Person, form: Any, change: bool) -> None:
        """Save, and let the rooms tell what others see of them."""
        super().save_model(request, obj, form, change)
        if change and SHOWN & set(form.changed_data):
            shown_otherwise.send(Person, person=obj)
