from django.utils.translation import gettext_lazy as _

CODES = {
    "outside_region_life": _("A county has a seat only while the county itself exists. Choose days within its life."),
    "not_a_county": _("Only a county has a seat in a belt, a practice body or a neighbour across the border."),
    "not_a_member": _("The county has no seat in a belt on that day."),
    "evidence_needed": _("Say what the change rests on: a document, a meeting, a report in the press."),
    "not_a_successor": _("Only a recorded successor takes over a seat. Record the succession of the region first."),
    "region_still_exists": _("A seat passes to a successor on the day after the region ended."),
    "not_across_the_border": _("A border pair is one county of each province."),
    "parent_kind": _("A unit of this kind does not belong under a unit of that kind."),
    "parent_region": _("A unit is part of a unit of its own region, or of one that it serves together with it."),
    "parent_closed": _("The unit above was closed. Choose one that is open."),
    "unit_cycle": _("A unit is not part of itself, nor of a unit below it."),
    "unit_has_open_parts": _("Close or move the units below it first."),
    "unit_closed": _("The unit was closed; it does not change any more."),
    "shared_regions": _("A joint station serves at least one more county than its own; other units serve only theirs."),
    "unknown_field": _("The body has a field that this kind of row does not have. Leave it out, or spell it right."),
    "region_fixed": _("A unit keeps its region, as its records do. Close it and open another one in the other region."),
    "bad_data_file": _("A data file of the portal has a row that cannot be used. The message names file and line."),
}
