from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    name = "familynet.protocols"
    label = "protocols"
