from typing import Any

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "rooms.moderation"
    verbose_name = "Modération"

    def ready(self) -> None:
        """Tell those who reported something what the team decided about it."""
        from rooms.deciding import decided
        from rooms.moderation.reporting import answer

        def answer_reports(sender: Any, **told: Any) -> None:
            answer(told["tx"], told["taken"])

        decided.connect(answer_reports, weak=False)
