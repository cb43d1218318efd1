from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "familynet.portal"
    label = "portal"
