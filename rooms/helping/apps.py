from django.apps import AppConfig


class HelpingConfig(AppConfig):
    name = "rooms.helping"
    verbose_name = "Demandes d’aide"
