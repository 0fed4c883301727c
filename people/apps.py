from django.apps import AppConfig
from django.db.models.signals import pre_save


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "Personnes"

    def ready(self) -> None:
        """Watch the locks of people, whoever saves them."""
        from people import ways_in

        pre_save.connect(ways_in.close_if_changed, sender="people.Person")
