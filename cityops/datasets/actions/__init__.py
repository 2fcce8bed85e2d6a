"""What people do with uploads and datasets: one function a verb, one transaction, history inside it."""

from cityops.datasets.actions.change import change_dataset, remove_dataset, show_version
from cityops.datasets.actions.derive import derive_again, derive_layer
from cityops.datasets.actions.doubtful import leave_row_out, settle_row
from cityops.datasets.actions.features import begin_taking_in, begin_trial
from cityops.datasets.actions.upload import (
    begin_import,
    read_again,
    receive_upload,
    stop_import,
    throw_away,
)

__all__ = [
    "begin_import",
    "begin_taking_in",
    "begin_trial",
    "change_dataset",
    "derive_again",
    "derive_layer",
    "leave_row_out",
    "read_again",
    "receive_upload",
    "remove_dataset",
    "settle_row",
    "show_version",
    "stop_import",
    "throw_away",
]
