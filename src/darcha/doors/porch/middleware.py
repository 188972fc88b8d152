"""The reader's language, and the one place where a refusal becomes an answer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from darcha.catalogue import queries as catalogue
from darcha.doors.porch import answers, languages
from darcha.doors.porch.errors import TooLarge
from darcha.kernel.refusal import Refusal
from darcha.plumbing import entrance

Handler = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """Answer in the reader's language; `?lang=ru` is honoured at once and remembered."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = languages.reader_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", languages.HTML_LANG[language])
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if languages.asked_language(request):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                language,
                max_age=languages.COOKIE_AGE_SECONDS,
                samesite="Lax",
                secure=bool(settings.SESSION_COOKIE_SECURE),
            )
        return response


class OneEditionMiddleware:
    """Answer each request by one edition of the catalogue, however often it is asked."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with catalogue.one_edition():
            return self.get_response(request)


class StaticMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc] # it has no types
    """Serve sheets, icons and fonts whole.

    WhiteNoise streams a file from a synchronous iterator, which an asynchronous server must drain first, with a warning,
    and leaves it open when the browser goes away. Ours are small: read, closed, sent.
    """

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Answer for one file."""
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with closing(found.file):
                content = found.file.read()
        response = HttpResponse(content, status=int(found.status))
        del response.headers["Content-Type"]
        for name, value in found.headers:
            response.headers[name] = value
        return response


class PermissionsMiddleware:
    """Let the browser deny every page what none of ours ever asks for."""

    POLICY = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = self.POLICY
        return response


class RefusalMiddleware:
    """Turn a refusal of a room into a sentence, a status and a page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if entrance.was_too_large(request):
            response = answers.refused(request, TooLarge(megabytes=settings.MOST_BYTES // 1_000_000))
        else:
            response = self.get_response(request)
        if answers.is_fragment(request) and response.status_code == HTTPStatus.FOUND:
            # A browser follows a redirect inside a fragment's request by itself and would put a whole page into a part
            # of one; so the page itself is sent there: after an hour away, to the sign-in.
            address = response.headers["Location"]
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; every other exception goes on to who handles it."""
        return answers.refused(request, exception) if isinstance(exception, Refusal) else None
