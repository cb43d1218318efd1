from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "familynet.notifications"
    label = "notifications"

    def ready(self) -> None:
        """What every link in our mail can stop; needs the models, which are ready only now."""
        from familynet.notifications import stopping  # noqa: PLC0415

        stopping.register_kinds()
