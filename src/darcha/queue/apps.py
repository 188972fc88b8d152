from django.apps import AppConfig


class QueueConfig(AppConfig):
    name = "darcha.queue"
    label = "queue"
    default_auto_field = "django.db.models.BigAutoField"
