from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "familynet.kernel"
    label = "kernel"
