"""Free tables that people keep: saved, named and shared, deleted by their owner alone."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import SavedView

MOST_VIEWS = 100


@transaction.atomic
def save_view(*, actor, title, query, shared) -> SavedView:
    """A new one; ``query`` was read and written again by whoever calls. At most ``MOST_VIEWS`` a person."""
    if SavedView.objects.filter(owner=actor).count() >= MOST_VIEWS:
        message = _("You keep %(most)d tables already. Delete one first.") % {"most": MOST_VIEWS}
        raise ValidationError(message, code="too_many_saved_views")
    view = SavedView(owner=actor, title=title.strip(), query=query, shared=shared)
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def rename_view(*, actor, view, title) -> SavedView:
    view = _hold(view)
    view.title = title.strip()
    view.full_clean()
    view.save(update_fields=["title"])
    return view


@transaction.atomic
def share_view(*, actor, view, shared) -> SavedView:
    """Shared, all staff see it in their lists; no longer shared, it is the owner's alone at once."""
    view = _hold(view)
    view.shared = shared
    view.save(update_fields=["shared"])
    return view


@transaction.atomic
def delete_view(*, actor, view) -> None:
    """Its history stays."""
    _hold(view).delete()


def _hold(view):
    return SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
