"""Which of a page's two ways a visitor wants: with its fault, or mended (`?fixed=1`)."""

from django.http import HttpRequest


def is_fixed(request: HttpRequest) -> bool:
    return request.GET.get("fixed") == "1"
