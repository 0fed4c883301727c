from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"

    def ready(self) -> None:
        """Stop where the house's texts cannot be shown; forget drawings of what is removed from a room."""
        from frontend import house_texts, scenes
        from rooms import log

        house_texts.check()
        log.appended.connect(scenes.forget_removed)
