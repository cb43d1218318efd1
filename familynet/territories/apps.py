from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "familynet.territories"
    label = "territories"
