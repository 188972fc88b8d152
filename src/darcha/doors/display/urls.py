from django.urls import URLPattern, URLResolver

app_name = "display"
urlpatterns: list[URLPattern | URLResolver] = []
