from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "rooms"
    verbose_name = "Espaces"

    def ready(self) -> None:
        """Tell rooms of what changes about people elsewhere."""
        from people.signals import shown_otherwise
        from rooms import joining

        shown_otherwise.connect(joining.person_shown_otherwise)
