"""The back office of people. Cards are never shown: the house does not know their secrets."""

from django.contrib import admin

from people.models import Person


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    list_display = ("name", "email", "is_staff", "is_active", "created_at")
    list_filter = ("is_staff", "is_active")
    search_fields = ("name", "email")
    readonly_fields = ("created_at", "last_login")
    exclude = ("password",)
