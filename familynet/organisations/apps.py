from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "familynet.organisations"
    label = "organisations"
