from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.history import tracked
from volunteers.choices import ConsentGiver, ConsentPurpose
from volunteers.models.scope import PartOfVolunteerQuerySet, PublicTextQuerySet
from volunteers.models.traces import traces_of_consent
from volunteers.models.volunteer import Volunteer


@tracked()
class ConsentText(models.Model):
    """What people are told and asked for one purpose. A new wording is a new version; the newest is asked."""

    purpose = models.CharField(_("purpose"), max_length=10, choices=ConsentPurpose.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    since = models.DateField(_("asked since"))
    text_hans = models.TextField(_("text"))
    text_hant = models.TextField(_("text, Traditional"))
    text_en = models.TextField(_("text, English"))

    objects = PublicTextQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-version"]
        verbose_name = _("text of a consent")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version_once"),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.version}"

    @property
    def text(self):
        """In the language that is active."""
        language = (translation.get_language() or "zh-hans").lower()
        if language.startswith("en"):
            return self.text_en
        return self.text_hant if language.startswith("zh-hant") else self.text_hans


@tracked()
class Consent(models.Model):
    """A person agreed to one purpose, by the text they were shown; withdrawn as easily (PIPL art. 15)."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="consents", verbose_name=_("volunteer"))
    purpose = models.CharField(_("purpose"), max_length=10, choices=ConsentPurpose.choices)
    text = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, related_name="+")
    platform = models.ForeignKey("volunteers.Platform", models.PROTECT, null=True, blank=True, related_name="+")
    # The version of a platform's own text, where it was asked there.
    platform_version = models.CharField(max_length=30, blank=True)
    given_by = models.CharField(_("given by"), max_length=10, choices=ConsentGiver.choices)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    # Signed on paper, which the county keeps; by a default of the database, for rows that are copied in without it.
    on_paper = models.BooleanField(_("on paper"), default=False, db_default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = PartOfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-given_at"]
        verbose_name = _("consent")
        triggers = traces_of_consent()
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "purpose"],
                condition=Q(withdrawn_at=None),
                name="one_standing_consent_a_purpose",
                violation_error_message=_("This consent stands already."),
            ),
            models.CheckConstraint(
                name="consent_says_to_which_text",
                condition=Q(text__isnull=False) | Q(platform__isnull=False),
                violation_error_message=_("A consent names the text that was agreed to."),
            ),
            models.CheckConstraint(
                name="consent_is_withdrawn_after_it_was_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                violation_error_message=_("A consent is withdrawn after it was given."),
            ),
        ]

    def __str__(self):
        return f"{self.volunteer}: {self.get_purpose_display()}"
