"""Files that are sent: how much of them is taken at all, before any page sees them."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from hearthside.interop.limits import UPLOAD_BYTES

TOO_LARGE = "files_too_large"


class LimitedUploads(FileUploadHandler):
    """Counts what a request's files hold, and takes nothing more of them once it is too much."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand the piece on, or pass over the rest of the file. Raises SkipFile."""
        self.taken += len(raw_data)
        if self.taken > UPLOAD_BYTES:
            if self.request is not None:
                self.request.META[TOO_LARGE] = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
