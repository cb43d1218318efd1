from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "familynet.notifications"
    label = "notifications"
