from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "familynet.networks"
    label = "networks"
