from typing import Any

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "rooms.moderation"
    verbose_name = "Modération"

    def ready(self) -> None:
        """Tell what the team decided to those who reported it, and to whom it is about."""
        from rooms.deciding import decided
        from rooms.moderation.appealing import hear
        from rooms.moderation.reporting import answer, ask_again
        from rooms.moderation.ringing import ring
        from rooms.undoing import taken_back

        def answer_reports(sender: Any, **told: Any) -> None:
            answer(told["tx"], told["taken"])

        def wait_again(sender: Any, **told: Any) -> None:
            ask_again(told["tx"], told["taken"])

        def tell_whom_it_is_about(sender: Any, **told: Any) -> None:
            hear(told["tx"], told["taken"], told["word"])

        def ring_artists(sender: Any, **told: Any) -> None:
            ring(told["tx"], told["taken"])

        decided.connect(answer_reports, weak=False)
        taken_back.connect(wait_again, weak=False)
        decided.connect(tell_whom_it_is_about, weak=False)
        decided.connect(ring_artists, weak=False)
