"""Works, their authors and their numbered versions."""

from django.db import transaction
from django.db.models import Max

from activities.models import Work, WorkAuthor, WorkVersion
from activities.services.shared import check, lock, set_fields

FIELDS = frozenset({"title", "kind", "home_region", "since", "description"})


@transaction.atomic
def create_work(*, actor, **fields):
    return set_fields(Work(), fields, FIELDS)


@transaction.atomic
def edit_work(*, actor, work, **changes):
    return set_fields(lock(work), changes, FIELDS)


@transaction.atomic
def add_author(*, actor, work, name, home_region):
    author = WorkAuthor(work=lock(work), name=name, home_region=home_region)
    check(author)
    author.save()
    return author


@transaction.atomic
def remove_author(*, actor, author):
    """Removing twice changes nothing."""
    WorkAuthor.objects.filter(pk=author.pk).delete()


@transaction.atomic
def add_version(*, actor, work, note, body=""):
    """The next number is given under the work's lock: two people at once get two numbers."""
    work = lock(work)
    last = work.versions.aggregate(last=Max("number"))["last"] or 0
    version = WorkVersion(work=work, number=last + 1, note=note, body=body, made_by=actor)
    check(version)
    version.save()
    return version
