"""Problems, needs, resources and projects of a body: added, put right, closed with what came of them."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import AgendaItem, ListEntry
from meetings.queries.bodies import members_of
from meetings.services.steps import check_version, clean_text

Kind, State = ListEntry.Kind, ListEntry.State
LIVE_STATES = (State.OPEN, State.MATCHED)
ENDS = (State.DONE, State.DROPPED)
LONGEST_TITLE = ListEntry._meta.get_field("title").max_length
LONGEST_TEXT = ListEntry._meta.get_field("text").max_length
LONGEST_OUTCOME = ListEntry._meta.get_field("outcome").max_length


@transaction.atomic
def add_entry(*, actor, body, kind, region, title, text="", unit=None, item=None, form_key=None):
    """A line on one of a body's lists, of a member of the body. The same ``form_key`` again gives the first line."""
    if known := _made_before(actor, form_key):
        return known
    _check_member(body, region, unit)
    entry = ListEntry(
        body=body, kind=kind, region=region, unit=unit, item=item, form_key=form_key, created_by=actor,
        **_words(title, text),
    )  # fmt: skip
    entry.full_clean(exclude=["form_key"])
    try:
        with transaction.atomic(), because("", actor=actor):
            entry.save(force_insert=True)
    except IntegrityError as error:
        if known := _made_before(actor, form_key):
            return known
        raise error
    return entry


@transaction.atomic
def entry_from_item(*, actor, item, kind, region=None):
    """An item of an agenda onto a list, once on each; of the side it comes from, unless another member is named."""
    item = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting__body").get(pk=item.pk)
    if known := item.entries.filter(kind=kind).first():
        return known
    if item.state != AgendaItem.State.ACCEPTED or item.is_review:
        raise ValidationError(
            _("What stands on the agenda, beside the review of resolutions, can go onto a list."),
            code="item_is_settled",
        )
    source = item.sources.select_related("region", "unit").first()
    if region is None and source is None:
        message = _("The item comes from no member. Say whose line it is.")
        raise ValidationError({"region": ValidationError(message, code="region_missing")})
    unit = source.unit if source and region in (None, source.region) else None
    region = region or source.region
    return add_entry(
        actor=actor, body=item.meeting.body, kind=kind, region=region, unit=unit, title=item.title, text=item.text,
        item=item,
    )  # fmt: skip


@transaction.atomic
def edit_entry(*, actor, entry, title, text="", unit=None, version=None):
    """Its words, while it is open."""
    entry = _lock(entry)
    said = _words(title, text) | {"unit": unit}
    if all(getattr(entry, name) == value for name, value in said.items()):
        return entry
    _check_live(entry)
    check_version(entry, version)
    _check_unit(entry.region, unit)
    return _keep(entry, actor=actor, **said)


@transaction.atomic
def close_entry(*, actor, entry, state, outcome, version=None):
    """Done or dropped, with what came of it. A dropped project lets its need and its resource go again."""
    entry = _lock(entry)
    if state not in ENDS:
        message = _("A line ends as done or as dropped.")
        raise ValidationError({"state": ValidationError(message, code="invalid_choice")})
    if entry.state == state:
        return entry
    _check_live(entry)
    check_version(entry, version)
    outcome = clean_text(outcome, field="outcome", most=LONGEST_OUTCOME)
    entry = _keep(entry, actor=actor, reason=outcome, state=state, outcome=outcome)
    if entry.kind == Kind.PROJECT and state == State.DROPPED:
        _let_go(entry, actor)
    return entry


@transaction.atomic
def make_project(*, actor, need, resource, title="", text=""):
    """A need meets a resource of the same body: one project, and both are matched. Made twice it is the first one."""
    rows = {row.pk: row for row in _locked(need.pk, resource.pk)}
    need, resource = rows[need.pk], rows[resource.pk]
    if (need.kind, resource.kind) != (Kind.NEED, Kind.RESOURCE) or need.body_id != resource.body_id:
        raise ValidationError(_("A project joins a need and a resource of one body."), code="not_need_and_resource")
    known = ListEntry.objects.filter(need=need, resource=resource).exclude(state=State.DROPPED).first()
    if known:
        return known
    for row in (need, resource):
        _check_live(row)
    project = ListEntry(
        body=need.body, kind=Kind.PROJECT, region=need.region, unit=need.unit, need=need, resource=resource,
        created_by=actor, **_words(title or need.title, text),
    )  # fmt: skip
    project.full_clean()
    with because("", actor=actor):
        project.save(force_insert=True)
    for row in (need, resource):
        if row.state != State.MATCHED:
            _keep(row, actor=actor, state=State.MATCHED)
    return project


def _let_go(project, actor):
    """Need and resource are open again, unless another project has them."""
    held = {project.need_id: "need", project.resource_id: "resource"}
    for row in _locked(*(key for key in held if key)):
        others = ListEntry.objects.filter(**{held[row.pk]: row}).exclude(state=State.DROPPED)
        if row.state == State.MATCHED and not others.exists():
            _keep(row, actor=actor, state=State.OPEN)


def _locked(*keys):
    """In the order of their keys: two that want the same two never wait for each other."""
    rows = ListEntry.objects.select_for_update(of=("self",)).select_related("body", "region", "unit")
    return list(rows.filter(pk__in=keys).order_by("pk"))


def _lock(entry):
    """A project with its need and resource first, which a project's end may let go: needs and resources are older."""
    keys = [key for key in (entry.need_id, entry.resource_id, entry.pk) if key]
    return next(row for row in _locked(*keys) if row.pk == entry.pk)


def _keep(entry, *, actor, reason="", **values):
    if "state" in values:
        values["state_since"] = timezone.now()
    for name, value in values.items():
        setattr(entry, name, value)
    entry.version += 1
    entry.full_clean()
    with because(reason, actor=actor):
        entry.save()
    return entry


def _words(title, text):
    return {
        "title": clean_text(title, field="title", most=LONGEST_TITLE),
        "text": clean_text(text, field="text", needed=False, most=LONGEST_TEXT),
    }


def _check_live(entry):
    if entry.state not in LIVE_STATES:
        raise ValidationError(
            _("“%(title)s” is “%(state)s” already."),
            code="entry_is_closed",
            params={"title": entry.title, "state": entry.get_state_display()},
        )


def _check_member(body, region, unit):
    if region not in members_of(body, timezone.localdate()):
        message = _("%(region)s has no seat in %(body)s today.")
        params = {"region": region, "body": body}
        raise ValidationError({"region": ValidationError(message, code="not_a_member", params=params)})
    _check_unit(region, unit)


def _check_unit(region, unit):
    if unit is not None and unit.region_id != region.pk:
        message = _("%(unit)s is not of %(region)s.")
        params = {"unit": unit, "region": region}
        raise ValidationError({"unit": ValidationError(message, code="unit_elsewhere", params=params)})


def _made_before(actor, form_key):
    known = form_key and ListEntry.objects.filter(form_key=form_key).first()
    if known and known.created_by_id != actor.pk:
        raise ValidationError(_("This form was sent by somebody else already. Open a new one."), code="form_key_taken")
    return known
