from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "familynet.accounts"
    label = "accounts"

    def ready(self) -> None:
        from familynet.accounts import checks  # noqa: F401, PLC0415  registers; needs the settings
