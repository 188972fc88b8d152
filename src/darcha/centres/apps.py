from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "darcha.centres"
    label = "centres"
    default_auto_field = "django.db.models.BigAutoField"
