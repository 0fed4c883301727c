from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "rooms.meetings"
    verbose_name = "Rencontres"
