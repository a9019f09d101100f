"""简报: a period's figures as they were drawn once, the text written around them, and its way to a numbered issue."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models.rights import writes_corridor
from core.history import tracked


class BulletinState(models.TextChoices):
    OWED = "owed", _("being drawn up")
    DRAFT = "draft", _("draft")
    EDITED = "edited", _("edited")
    APPROVED_ONCE = "approved_once", _("approved by one")
    APPROVED = "approved", _("approved by two")
    ISSUED = "issued", _("issued")
    ARCHIVED = "archived", _("archived")


PUBLISHED = (BulletinState.ISSUED, BulletinState.ARCHIVED)
SIGNED_STATES = (BulletinState.APPROVED, *PUBLISHED)


def writes_bulletins(user):
    """The corridor's office and the two provincial ones; a token that is limited to places may not."""
    reach = user.reach
    if writes_corridor(user):
        return True
    return bool(reach.provinces) and reach.places is None and not reach.token_is_read_only


class BulletinQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was issued is read by all staff; on its way it is the offices' and the auditor's."""
        reach = user.reach
        if not reach.staff:
            return self.none()
        if reach.sees_everything or reach.provinces:
            return self
        return self.filter(state__in=PUBLISHED)

    def manageable_by(self, user):
        return self if writes_bulletins(user) else self.none()


class PartOfBulletinQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(bulletin__in=Bulletin.objects.visible_to(user))

    def manageable_by(self, user):
        return self if writes_bulletins(user) else self.none()


class BulletinYearQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.reach.staff else self.none()

    def manageable_by(self, _user):
        """Nobody gives out numbers but issuing itself."""
        return self.none()


class BulletinYear(models.Model):
    """The highest number that was given out in a year; held while the next one is given, and never lowered."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.PositiveSmallIntegerField(default=0)

    objects = BulletinYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("numbers of bulletins")

    def __str__(self):
        return f"{self.year}: {self.last_number}"


@tracked()
class Bulletin(models.Model):
    """One a period. What is printed follows from ``figures``, the texts, the number and ``template_version`` alone.

    ``figures`` are the answers of the statistics at ``vintage``, frozen with their questions and rules
    (``indicators.bulletins.drawing``). The two who approve are two people, and neither of them is the editor.
    """

    class Kind(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        HALF = "half", _("half-year")
        YEAR = "year", _("year")

    State = BulletinState

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    period = models.CharField(_("period"), max_length=10)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    state = models.CharField(_("state"), max_length=15, choices=BulletinState.choices, default=BulletinState.OWED)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    title = models.CharField(_("title"), max_length=60, blank=True)
    organ = models.CharField(_("issued by"), max_length=60, blank=True)
    headline = models.TextField(_("headline paragraph"), max_length=2000, blank=True)
    text = models.TextField(_("further text"), max_length=20_000, blank=True)
    figures = models.JSONField(null=True, blank=True, editable=False)
    vintage = models.DateTimeField(_("figures as of"), null=True, blank=True, editable=False)
    template_version = models.PositiveSmallIntegerField(default=1, editable=False)
    edited_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    first_approver = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    second_approver = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    issue_year = models.PositiveSmallIntegerField(_("year of the issue"), null=True, blank=True, editable=False)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, editable=False)
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    pdf_digest = models.CharField(max_length=64, blank=True, editable=False)
    docx_digest = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ["-last_day", "-first_day", "-pk"]
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                name="one_bulletin_a_period",
                violation_error_message=_("This period has a bulletin already."),
            ),
            models.UniqueConstraint(
                fields=["issue_year", "number"],
                name="bulletin_number_once_a_year",
                violation_error_message=_("That number was given out in this year already."),
            ),
            models.CheckConstraint(
                name="bulletin_has_days_in_order",
                condition=Q(first_day__lte=F("last_day")),
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                name="bulletin_has_figures_once_drawn",
                condition=Q(state="owed") | Q(figures__isnull=False, vintage__isnull=False),
                violation_error_message=_("A bulletin has figures and their moment once it is drawn up."),
            ),
            models.CheckConstraint(
                name="bulletin_is_approved_by_two_others",
                condition=(Q(first_approver=None) | Q(edited_by=None) | ~Q(first_approver=F("edited_by")))
                & (Q(second_approver=None) | Q(edited_by=None) | ~Q(second_approver=F("edited_by")))
                & (Q(first_approver=None) | Q(second_approver=None) | ~Q(first_approver=F("second_approver"))),
                violation_error_message=_("Two different people approve, and neither of them is the editor."),
            ),
            models.CheckConstraint(
                name="signed_bulletin_names_its_people",
                condition=~Q(state__in=SIGNED_STATES)
                | Q(first_approver__isnull=False, second_approver__isnull=False, edited_by__isnull=False),
                violation_error_message=_("An approved bulletin names its editor and the two who approved it."),
            ),
            models.CheckConstraint(
                name="issued_bulletin_has_number_and_day",
                condition=Q(
                    state__in=PUBLISHED, number__isnull=False, issue_year__isnull=False, issued_on__isnull=False
                )
                | (~Q(state__in=PUBLISHED) & Q(number=None, issue_year=None, issued_on=None)),
                violation_error_message=_("An issued bulletin has a number, a year and a day; no other has."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="issued_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=[state.value for state in PUBLISHED]),
                func="""
                    IF TG_OP = 'UPDATE' AND NEW.state IN ('issued', 'archived')
                        AND to_jsonb(OLD) - ARRAY['state', 'state_since', 'version']
                          = to_jsonb(NEW) - ARRAY['state', 'state_since', 'version'] THEN RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'an issued bulletin stays as it is';
                """,
            )
        ]

    def __str__(self):
        return self.title or f"{self.get_kind_display()} {self.period}"

    def get_absolute_url(self):
        return reverse("indicators:bulletin", args=[self.pk])

    @property
    def is_published(self):
        return self.state in PUBLISHED


@tracked()
class BulletinStep(models.Model):
    """A step of a bulletin's life: who, when and why. The job's own steps have no actor."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=15, choices=BulletinState.choices, blank=True)
    to_state = models.CharField(max_length=15, choices=BulletinState.choices)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PartOfBulletinQuerySet.as_manager()

    class Meta:
        ordering = ["bulletin", "at", "pk"]
        verbose_name = _("step of a bulletin")

    def __str__(self):
        return f"{self.bulletin}: {self.get_to_state_display()}"
