"""Writing saved views. Each belongs to who saved it, and nobody else changes it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cityops.accounts.models import User
from cityops.agencies.models import Agency
from cityops.desk.models import HomeView, Page, SavedView, Sharing
from cityops.desk.saved_views import own_views, views_open_to
from cityops.desk.saved_views_policy import KIND
from cityops.desk.saved_views_reading import read_view
from cityops.errors import CityError, NotAllowed, NotFound
from cityops.policy.decide import allowed_anywhere, check

MOST = 100


class TooManyViews(CityError):
    """More than anybody finds again."""

    code, status = "too_many_views", 422
    text = _("You have %(most)d saved views. Delete one, then save this one.")


class NameOfAnotherView(CityError):
    """The owner has a view of that name."""

    code, status = "name_of_another_view", 422
    text = _("You have a view called “%(name)s” already. Give this one another name.")


@transaction.atomic
def save_view(
    *,
    actor: User,
    name: str,
    page: str,
    query: str,
    sharing: str = Sharing.NOBODY,
    agency: Agency | None = None,
    is_home: bool = False,
) -> SavedView:
    """Keep a view of a map under a name. What of the query does not parse is not kept.

    Raises NotAllowed, TooManyViews, NameOfAnotherView, ViewTooLong.
    """
    _in_turn(actor)
    if not allowed_anywhere(actor, KIND, "save"):
        raise NotAllowed
    if own_views(actor).count() >= MOST:
        raise TooManyViews(most=MOST)
    view = SavedView(owner=actor, page=page, query=read_view(page, query, actor).query)
    return _write(view, actor, name, sharing, agency, is_home)


@transaction.atomic
def change_view(
    *, actor: User, slug: str, name: str, sharing: str, agency: Agency | None = None, is_home: bool = False
) -> SavedView:
    """Call a view otherwise, or share it with others. Raises NotFound, NotAllowed, NameOfAnotherView."""
    _in_turn(actor)
    return _write(_own(actor, slug), actor, name, sharing, agency, is_home)


@transaction.atomic
def keep_the_rest(*, actor: User, slug: str) -> SavedView:
    """Keep of a view what still stands. Raises NotFound."""
    view = _own(actor, slug)
    view.query = read_view(view.page, view.query, actor).query
    view.save(update_fields=["query"])
    return view


@transaction.atomic
def delete_view(*, actor: User, slug: str) -> str:
    """Delete a view, and return its name; whoever began with it begins with the work map again. Raises NotFound."""
    view = _own(actor, slug)
    view.delete()
    return view.name


@transaction.atomic
def begin_with(*, actor: User, slug: str) -> SavedView:
    """Make a view of the work map, an own one or a shared one, the home page. Raises NotFound."""
    view = views_open_to(actor).filter(slug=slug, page=Page.WORK).first()
    if view is None:
        raise NotFound
    HomeView.objects.update_or_create(user=actor, defaults={"view": view})
    return view


def begin_with_the_work_map(*, actor: User) -> None:
    """Let the work map be the home page again."""
    HomeView.objects.filter(user=actor).delete()


def _in_turn(actor: User) -> None:
    """Let two saves of one person wait for each other, so that both see how many and which names there are."""
    User.objects.select_for_update().get(pk=actor.pk)


def _own(actor: User, slug: str) -> SavedView:
    view = own_views(actor).select_for_update().filter(slug=slug).first()
    if view is None:
        raise NotFound
    return view


def _write(view: SavedView, actor: User, name: str, sharing: str, agency: Agency | None, is_home: bool) -> SavedView:
    if own_views(actor).filter(name=name).exclude(pk=view.pk).exists():
        raise NameOfAnotherView(name=name)
    view.name, view.sharing = name, sharing
    view.agency = agency if sharing == Sharing.AGENCY else None
    if sharing == Sharing.AGENCY:
        check(actor, KIND, "share", view)
    view.save()
    if is_home and view.page == Page.WORK:
        HomeView.objects.update_or_create(user=actor, defaults={"view": view})
    elif not is_home:
        HomeView.objects.filter(user=actor, view=view).delete()
    return view
