"""Slope, aspect or hillshade of an elevation model: asked for, and asked for again when its source was replaced."""

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from cityops.accounts.models import User
from cityops.datasets.actions.upload import IMPORT, Description, check_audience
from cityops.datasets.deriving import Derivation, can_be_derived_from
from cityops.datasets.models import Dataset, State, Upload, What
from cityops.datasets.queries import agencies_of, datasets_seen_by, may_change, may_upload
from cityops.errors import NotAllowed, NotFound
from geodata.readers.errors import NotElevation
from layers.models import Audience


@transaction.atomic
def derive_layer(
    *, actor: User, source: Dataset, how: Derivation, label: str = "", audience: Audience = Audience.OWNER
) -> Upload:
    """Let the worker make a new layer of heights.

    label "": it is called by what is made. Raises NotFound, NotAllowed, NotElevation, MayNotPublish, NoneOfMyAgencies.
    """
    source = _seen(actor, source)
    if not may_upload(actor):
        raise NotAllowed
    mine = agencies_of(actor)
    said = Description(
        label=(label or _("%(what)s of %(layer)s") % {"what": how.word, "layer": source.label})[:120],
        source=source.source,
        licence=source.licence,
        dated=source.dated,
        audience=audience,
        agency=source.agency if source.agency in mine else next(iter(mine), None),
    )
    check_audience(actor, said)
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
    same = {"derives": source, "derivation": how.to_json(), "replaces": replaces}
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
        **vars(said),
    )
    app.configure_task(IMPORT).defer(upload_id=upload.pk)
    return upload
