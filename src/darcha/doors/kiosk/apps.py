from django.apps import AppConfig


class KioskConfig(AppConfig):
    name = "darcha.doors.kiosk"
    label = "door_kiosk"
