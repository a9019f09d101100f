"""What figures are read from (docs/adr/0012): kept by triggers on the records, and by the fold.

No history: these rows follow from records, which have one. ``values`` holds one number for each measure of a fact, in
the order of ``indicators.tallies.facts``. Parties are a set: who takes part, in which belt and role, on the day of the
record. Sets are written down once each, and now and then twice: whoever joins them takes each line once.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils import timezone


class NobodysQuerySet(models.QuerySet):
    """Figures are asked of ``indicators.queries.answer``, which knows who may see what; rows are nobody's."""

    def visible_to(self, user):
        return self.none()

    def manageable_by(self, user):
        return self.none()


class Valued(models.Model):
    """``dated`` is false where only the year of ``day`` is known. A facet is empty where a fact has no such thing."""

    fact = models.CharField(max_length=20)
    day = models.DateField()
    dated = models.BooleanField()
    party_set = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    task = models.CharField(max_length=20)
    brand = models.CharField(max_length=20)
    platform = models.CharField(max_length=50)
    born = models.CharField(max_length=4)
    values = ArrayField(models.BigIntegerField())

    class Meta:
        abstract = True


class Contribution(Valued):
    """What one record adds to the figures now. ``part`` numbers the days of a record that adds on several."""

    pk = models.CompositePrimaryKey("fact", "fact_id", "part")
    fact_id = models.BigIntegerField()
    part = models.SmallIntegerField()

    objects = NobodysQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["fact", "day"], name="contribution_by_day")]

    def __str__(self):
        return f"{self.fact} {self.fact_id}"


class Delta(Valued):
    """How a contribution changed, written in the transaction of the change and kept: so figures can be given as they
    stood at a moment. ``TallyState`` says which are folded into the tallies.
    """

    recorded_at = models.DateTimeField()

    objects = NobodysQuerySet.as_manager()

    class Meta:
        indexes = [BrinIndex(fields=["recorded_at"], name="delta_when", autosummarize=True)]

    def __str__(self):
        return f"{self.fact} {self.day} {self.values}"


class PartySetMember(models.Model):
    """A party of a set: its region, the belt where it sat on the day, its role. A set of nobody has an empty line."""

    party_set = models.BigIntegerField(db_index=True)
    region = models.CharField(max_length=6)
    belt = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    province = models.CharField(max_length=6)
    county = models.CharField(max_length=6)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        # Who lends, who lectures: the few sets in which somebody has the role, among all that there are.
        indexes = [models.Index(fields=["role", "party_set"], include=["region"], name="party_set_member_as")]

    def __str__(self):
        return f"{self.region} {self.belt} {self.role}"


class PartySetPlace(models.Model):
    """A place that a set is credited to, on each level of ``LEVELS``. No code: in none."""

    party_set = models.BigIntegerField()
    level = models.CharField(max_length=8)
    code = models.CharField(max_length=20)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["party_set", "level"], include=["code"], name="party_set_place_of")]

    def __str__(self):
        return f"{self.level} {self.code}"


class PlaceTally(models.Model):
    """A month of a place: all of it (``facet`` empty), or that of one word of one facet, or of a pair of words of two
    (“kind|task”). ``since`` is its first day.

    With the facet ``day`` it is a day by itself, for the days of a month that a period cuts.
    """

    pk = models.CompositePrimaryKey("fact", "level", "facet", "since", "code", "word", "dated")
    fact = models.CharField(max_length=20)
    level = models.CharField(max_length=8)
    facet = models.CharField(max_length=20)
    since = models.DateField()
    code = models.CharField(max_length=20)
    word = models.CharField(max_length=60)
    dated = models.BooleanField()
    values = ArrayField(models.BigIntegerField())

    objects = NobodysQuerySet.as_manager()

    def __str__(self):
        return f"{self.fact} {self.level} {self.code} {self.since}"


class SetTally(models.Model):
    """A month of a set of parties."""

    pk = models.CompositePrimaryKey("fact", "month", "party_set", "dated")
    fact = models.CharField(max_length=20)
    month = models.DateField()
    party_set = models.BigIntegerField()
    dated = models.BooleanField()
    values = ArrayField(models.BigIntegerField())

    objects = NobodysQuerySet.as_manager()

    def __str__(self):
        return f"{self.fact} {self.month:%Y-%m}"


class Numbers(models.Field):
    """A set of whole numbers, kept by their ranges; read and written by SQL alone."""

    def db_type(self, connection):
        return "int8multirange"


class TallyState(models.Model):
    """One row: which deltas are in the tallies. Those after ``folded_to`` wait, and those whose numbers are ``holes``:
    they were given to transactions that had not ended when later ones were folded, or that came to nothing.

    ``folded`` counts those that were folded: with those that wait it is the version of all figures.
    """

    folded = models.BigIntegerField(default=0)
    folded_to = models.BigIntegerField(default=0)
    holes = Numbers(default="{}")
    # Holes of an earlier fold, and a transaction begun after it: when all that were begun before that one have ended,
    # what is still a hole stays one for ever.
    watched = Numbers(default="{}")
    watched_since = models.BigIntegerField(null=True)
    # Figures can be given as they stood at any moment since.
    began_at = models.DateTimeField(default=timezone.now)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="one_tally_state", condition=models.Q(pk=1))]

    def __str__(self):
        return str(self.folded)


class TallyCheck(models.Model):
    """A recount: how many lines of the figures were compared with the records, and which did not agree."""

    at = models.DateTimeField(default=timezone.now)
    seconds = models.FloatField()
    compared = models.BigIntegerField()
    differences = models.JSONField(default=list)

    objects = NobodysQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.compared}"
