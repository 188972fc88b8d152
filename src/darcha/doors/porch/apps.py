from django.apps import AppConfig


class PorchConfig(AppConfig):
    name = "darcha.doors.porch"
    label = "door_porch"
