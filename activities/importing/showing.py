"""What was read, as words for people: what stood there before and what comes."""

from activities.importing.reading import NEW
from activities.importing.vocabulary import NAMED_THINGS
from activities.models import Activity, Audience, Kind, Task

CHOICES = {"kind": Kind, "task": Task, "audience_basis": Audience, "date_precision": Activity.Precision}


def text_of(known, key, values):
    value = values.get(key)
    if value in (None, "", []):
        return ""
    if key in CHOICES:
        return str(CHOICES[key](value).label)
    things = value if isinstance(value, list) else [value]
    if key in NAMED_THINGS:
        things = [_name(key, thing) for thing in things]
    elif key.endswith(("_code", "_codes")):
        things = [str(known.regions[code]) for code in things]
    elif key == "speakers":
        things = [f"{name}({title})" if title else name for name, title in things]
    return "; ".join(map(str, things))


def _name(key, thing):
    """Few rows change, so a name is looked up when it is shown."""
    if isinstance(thing, str):
        return thing.removeprefix(NEW)
    model, field = NAMED_THINGS[key]
    return model.objects.filter(pk=thing).values_list(field, flat=True).first() or ""
