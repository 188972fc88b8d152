from django.urls import URLPattern, URLResolver

app_name = "porch"
urlpatterns: list[URLPattern | URLResolver] = []
