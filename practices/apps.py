from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    label = "practices"

    def ready(self) -> None:
        """What links in mail can stop here; needs the models, which are ready only now."""
        from familynet.notifications import stops  # noqa: PLC0415
        from practices import followers  # noqa: PLC0415

        stops.register("follow", followers.FOLLOW_KIND)
