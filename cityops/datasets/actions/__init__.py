"""What people do with uploads and datasets: one function a verb, one transaction, history inside it."""

from cityops.datasets.actions.change import change_dataset, remove_dataset, show_version
from cityops.datasets.actions.derive import derive_again, derive_layer
from cityops.datasets.actions.upload import (
    begin_import,
    cancel_upload,
    read_again,
    receive_upload,
)

__all__ = [
    "begin_import",
    "cancel_upload",
    "change_dataset",
    "derive_again",
    "derive_layer",
    "read_again",
    "receive_upload",
    "remove_dataset",
    "show_version",
]
