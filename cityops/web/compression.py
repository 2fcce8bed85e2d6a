"""Half the bytes for phones on a bad signal."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORTH_IT = ("text/", "application/json", "application/geo+json", "application/vnd.mapbox-vector-tile")


class CompressionMiddleware(GZipMiddleware):
    """Django's own, for text and tiles only: a photo is compressed already and would cost time for nothing.

    Static files come compressed from disk (whitenoise); Django masks the lengths of pages that hold a token (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what is worth it."""
        if not response.get("Content-Type", "").startswith(WORTH_IT):
            return response
        return super().process_response(request, response)
