from django.apps import AppConfig


class CertificationsConfig(AppConfig):
    name = "certifications"
    label = "certifications"

    def ready(self) -> None:
        """Certificates move by their own rule when two records of one organisation are merged; mail can stop."""
        # Models exist only from here on.
        from certifications.actions import move_certificates  # noqa: PLC0415
        from certifications.stopping import REMINDERS_KIND, STOP  # noqa: PLC0415
        from familynet.notifications import stops  # noqa: PLC0415
        from familynet.organisations.actions.merging import MERGE_HANDLERS  # noqa: PLC0415

        MERGE_HANDLERS["certifications.Certificate"] = move_certificates
        stops.register(STOP, REMINDERS_KIND)
