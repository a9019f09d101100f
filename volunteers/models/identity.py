"""Who a volunteer is. Documents and mobiles are enciphered and indexed by ``volunteers.vault`` alone.

The history keeps when an identity changed and not what it was: what is erased here is gone (PIPL art. 47).
"""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.history import kept, tracked
from core.search import Bigrams, Words
from volunteers.choices import Relation
from volunteers.kinds import DocumentKind
from volunteers.models.scope import DisclosureQuerySet, PartOfVolunteerQuerySet
from volunteers.models.volunteer import Volunteer

PERSONAL = ["name", "name_keys", "birth_date", "document", "document_index", "mobile", "mobile_index", "mobile_tail"]


class Sealed(models.Model):
    """A document and a mobile as the vault keeps them: ciphers, and keyed hashes by which they are found."""

    name = models.CharField(_("full name"), max_length=50)
    document_kind = models.CharField(_("kind of document"), max_length=20, choices=DocumentKind.choices)
    document = models.BinaryField(editable=False)
    document_index = models.BinaryField(editable=False)
    mobile = models.BinaryField(null=True, editable=False)
    mobile_index = models.BinaryField(null=True, editable=False)
    mobile_tail = models.BinaryField(null=True, editable=False)  # keyed hash of the last four digits
    updated_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


@tracked(exclude=PERSONAL)
class Identity(Sealed):
    """``claimed``: the document is registered by somebody else already, and the county has not decided who is who."""

    volunteer = models.OneToOneField(Volunteer, models.CASCADE, primary_key=True, related_name="identity")
    name_keys = models.CharField(max_length=300, blank=True, editable=False)  # words of pinyin, for the search
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    claimed = models.BooleanField(default=False, editable=False)
    mobile_proven_at = models.DateTimeField(_("mobile proven"), null=True, editable=False)

    objects = PartOfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("identity")
        constraints = [
            models.UniqueConstraint(
                fields=["document_index"],
                condition=Q(claimed=False),
                name="a_document_is_one_person",
                violation_error_message=_("This document is registered already."),
            ),
            models.CheckConstraint(
                name="identity_mobile_is_whole",
                condition=Q(mobile=None, mobile_index=None, mobile_tail=None)
                | Q(mobile__isnull=False, mobile_index__isnull=False, mobile_tail__isnull=False),
                violation_error_message=_("A mobile is kept with both of its indexes, or not at all."),
            ),
        ]
        indexes = [
            # With the birth date: likely duplicates are found by both, and thousands may share an office's mobile.
            models.Index(fields=["mobile_index", "birth_date"], name="identity_by_mobile"),
            models.Index(fields=["mobile_tail"], name="identity_by_tail"),
            models.Index(fields=["document_index"], name="identity_by_claim", condition=Q(claimed=True)),
            GinIndex(Bigrams("name"), Words("name_keys"), name="identity_by_name"),
        ]

    def __str__(self):
        return self.volunteer.volunteer_no


@tracked(exclude=[name for name in PERSONAL if name not in {"name_keys", "birth_date"}])
class Guardian(Sealed):
    """Who answers for a volunteer under 18, and agreed for them (PIPL art. 31; domain.md §4)."""

    volunteer = models.OneToOneField(Volunteer, models.CASCADE, primary_key=True, related_name="guardian")
    relation = models.CharField(_("is the child's"), max_length=12, choices=Relation.choices)
    agreed_at = models.DateTimeField(_("agreed"), default=timezone.now)

    objects = PartOfVolunteerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("guardian")
        indexes = [models.Index(fields=["mobile_index"], name="guardian_by_mobile")]
        constraints = [
            models.CheckConstraint(
                name="guardian_has_a_mobile",
                condition=Q(mobile__isnull=False, mobile_index__isnull=False, mobile_tail__isnull=False),
                violation_error_message=_("A guardian is reached by a mobile."),
            )
        ]

    def __str__(self):
        return self.volunteer.volunteer_no


class Disclosure(models.Model):
    """Somebody looked at a volunteer's document or mobile in clear: who, when and why. The person reads it."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="disclosures", verbose_name=_("volunteer"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who"))
    by_post = models.JSONField(_("post"), default=list)  # Post.label_parts of that day
    what = models.CharField(_("what"), max_length=20)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("disclosure")
        indexes = [
            models.Index(fields=["by", "at"], name="disclosure_by_whom"),
            models.Index(fields=["volunteer", "-at"], name="disclosure_of_whom"),
        ]
        triggers = [kept("at")]

    def __str__(self):
        return f"{self.volunteer} {self.at:%Y-%m-%d %H:%M}"
