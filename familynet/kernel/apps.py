from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class KernelConfig(AppConfig):
    default = True
    name = "familynet.kernel"
    label = "kernel"


class SuperuserAdminConfig(admin_apps.AdminConfig):
    """Django's administration site with our own rule of who enters."""

    default = False
    default_site = "familynet.kernel.admin_site.SuperuserSite"
