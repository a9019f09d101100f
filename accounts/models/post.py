from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.dated import Dated, DatedQuerySet, DayRange, ends_after_start
from core.history import tracked


class Role(models.TextChoices):
    CORRIDOR_OFFICE = "corridor_office", _("corridor office")
    PROVINCIAL_OFFICE = "provincial_office", _("provincial office")
    COUNTY_LOGGER = "county_logger", _("logger")
    COUNTY_REVIEWER = "county_reviewer", _("reviewer")
    VENUE_MANAGER = "venue_manager", _("venue manager")
    AUDITOR = "auditor", _("auditor")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("system administrator")
    SECURITY_ADMINISTRATOR = "security_administrator", _("security administrator")
    VOLUNTEER = "volunteer", _("volunteer")
    API_CLIENT = "api_client", _("API client")


# Three different people (GB/T 22239-2019, level 3): nobody holds two of these at once, nor one beside another post.
SEPARATED_ROLES = (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
ROLES_WITH_REGION = (Role.PROVINCIAL_OFFICE, Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.VENUE_MANAGER)
BACK_OFFICE_ROLES = tuple(role for role in Role if role not in {Role.VOLUNTEER, Role.API_CLIENT})


def post_label(role, place):
    """“荣昌区委宣传部 · 审核员”, in the language that is active."""
    name = str(Role(role).label)
    return f"{place} · {name}" if place else name


class PostQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.reach.roles & {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR}:
            return self
        return self.filter(holdings__user=user).distinct()

    def manageable_by(self, user):
        return self if Role.SYSTEM_ADMINISTRATOR in user.reach.roles else self.none()


@tracked()
class Post(models.Model):
    """A post (岗位): a role at a place. Whoever holds it has its rights, from one day to another."""

    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("unit")
    )
    region = models.ForeignKey(
        "belts.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("county or province"),
    )
    title = models.CharField(_("name of the post"), max_length=50, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["role", "region", "pk"]
        verbose_name = _("post")
        constraints = [
            models.CheckConstraint(
                name="post_of_a_place_names_it",
                condition=~Q(role__in=ROLES_WITH_REGION) | Q(region__isnull=False),
                violation_error_message=_("A post with this role names its county or province."),
            ),
            models.UniqueConstraint(
                fields=["role", "unit", "region", "title"],
                nulls_distinct=False,
                name="one_post_of_a_kind",
                violation_error_message=_("This post exists already."),
            ),
        ]

    def __str__(self):
        return post_label(*self.label_parts)

    @property
    def label_parts(self):
        """Role and place as they are kept in a notice, to be put into words later."""
        return [self.role, str(self.unit or self.region or "")]


class PostHoldingQuerySet(DatedQuerySet):
    def visible_to(self, user):
        if user.reach.roles & {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR}:
            return self
        return self.filter(user=user)

    def manageable_by(self, user):
        return self if Role.SYSTEM_ADMINISTRATOR in user.reach.roles else self.none()


@tracked()
class PostHolding(Dated, models.Model):
    """Who holds a post, from one day to another."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", verbose_name=_("post"))
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="holdings", verbose_name=_("holder"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("holding of a post")
        constraints = [
            ends_after_start("post_holding_ends_after_start", _("The last day is not before the first.")),
            ExclusionConstraint(
                name="post_held_once_by_a_person",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (DayRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person holds the post in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.post}"
