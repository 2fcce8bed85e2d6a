"""Slope, aspect or hillshade of an elevation model: asked for, and asked for again when its source was replaced."""

from django.db import transaction
from procrastinate.contrib.django import app

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.datasets.actions.upload import IMPORT, Description, check_audience
from cityops.datasets.deriving import Derivation, audiences_of, can_be_derived_from
from cityops.datasets.errors import NoneOfMyAgencies
from cityops.datasets.models import Dataset, State, Upload, What
from cityops.datasets.queries import datasets_seen_by, may_change, may_upload
from cityops.errors import NotAllowed, NotFound
from geodata.readers.errors import NotElevation
from layers.models import Audience


@transaction.atomic
def derive_layer(
    *, actor: User, source: Dataset, how: Derivation, label: str, audience: str, agency: Agency | None = None
) -> Upload:
    """Let the worker make a new layer of heights, for at most those who see its source.

    Raises NotFound, NotAllowed, NotElevation, MayNotPublish, NoneOfMyAgencies.
    """
    source = _seen(actor, source)
    if not may_upload(actor) or audience not in audiences_of(source):
        raise NotAllowed
    said = Description(
        label=label,
        source=source.source,
        licence=source.licence,
        dated=source.dated,
        audience=audience,
        agency=agency,
    )
    check_audience(actor, said)
    if audience == source.audience == Audience.AGENCY and agency != source.agency:
        raise NoneOfMyAgencies
    return _begin(actor, source, how, said, None)


@transaction.atomic
def derive_again(*, actor: User, dataset: Dataset) -> Upload:
    """Work a derived layer out anew, as before, of what its source shows now. Raises NotFound, NotAllowed."""
    if not may_change(actor, dataset):
        raise NotAllowed
    shown = dataset.shown
    if shown is None or shown.derivation is None or shown.derived_from is None:
        raise NotFound
    source = _seen(actor, shown.derived_from.dataset)
    said = Description(**{name: getattr(dataset, name) for name in Description.__dataclass_fields__})
    return _begin(actor, source, Derivation.from_json(shown.derivation), said, dataset)


def _seen(actor: User, source: Dataset) -> Dataset:
    """Return a source that the actor sees, locked: two presses of a button are one piece of work."""
    found = datasets_seen_by(actor).select_for_update(of=("self",)).filter(pk=source.pk).first()
    if found is None:
        raise NotFound
    if not can_be_derived_from(found):
        raise NotElevation(file=found.label, bands=found.shown.facts.get("bands", 0) if found.shown else 0)
    return found


def _begin(actor: User, source: Dataset, how: Derivation, said: Description, replaces: Dataset | None) -> Upload:
    same = {"derives": source, "derivation": how.to_json(), "replaces": replaces, **vars(said)}
    if under_way := Upload.objects.filter(owner=actor, state=State.IMPORTING, is_cancelled=False, **same).first():
        return under_way
    upload = Upload.objects.create(
        owner=actor,
        what=What.RASTER,
        state=State.IMPORTING,
        file_name=said.label,
        file_bytes=0,
        path="",
        **same,
    )
    app.configure_task(IMPORT).defer(upload_id=upload.pk)
    return upload
