"""The structure of the figures for statistical offices, as SDMX-JSON 2.0: concepts, code lists, dimensions, flow."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Brand, Kind, Task
from belts.models import Belt, Region
from belts.queries.seats import MEMBERSHIPS
from indicators.measures import DIMENSIONS, MEASURES
from indicators.sdmx import AGENCY, FLOW, SPLITS, STRUCTURE, TOTAL, UNKNOWN, VERSION
from volunteers.choices import AgeBand
from volunteers.models import Platform

SCHEMA = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/sdmx-json-structure-schema.json"
CONCEPTS = "CONCEPTS"
Names = Iterable[tuple[str, Any]]


def structure_data() -> dict[str, Any]:
    """The whole message but for its moment, with names in the language of the moment."""
    lists = _lists()
    names = {"MEASURE": _("what is counted"), "MEMBERSHIP": _("belt membership")}
    names |= {name.upper(): str(DIMENSIONS[name].label) for name in SPLITS}
    names |= {
        "FREQ": _("frequency"),
        "TIME_PERIOD": _("time period"),
        "OBS_VALUE": _("figure"),
        "CONF_STATUS": _("whether the figure is told"),
    }
    data = {
        "conceptSchemes": [
            _artefact(CONCEPTS, _("concepts")) | {"concepts": [_item(*entry) for entry in names.items()]}
        ],
        "codelists": [
            _artefact(f"CL_{name}", names[name]) | {"codes": [_item(*code) for code in codes]}
            for name, codes in lists.items()
        ],
        "dataStructures": [_artefact(STRUCTURE, _title()) | {"dataStructureComponents": _components(list(lists))}],
        "dataflows": [_artefact(FLOW, _title()) | {"structure": _urn("datastructure.DataStructure", STRUCTURE)}],
    }
    return {"data": data}


def meta_of(prepared: str) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": f"{FLOW}-{VERSION}",
        "test": False,
        "prepared": prepared,
        "contentLanguages": [get_language()],
        "sender": {"id": AGENCY},
    }


def _title():
    return _("Civilization practice of the Sichuan–Chongqing corridor")


def _lists() -> dict[str, Names]:
    """The codes of each component that has any."""
    places = [("province", Region.Level.PROVINCE), ("county", Region.Level.COUNTY)]
    split: dict[str, Names] = {"corridor": [("corridor", _("corridor"))]}
    split |= {name: _rows(Region.objects.filter(level=level).order_by("pk")) for name, level in places}
    split |= {
        "belt": _rows(Belt.objects.order_by("position")),
        "kind": Kind.choices,
        "task": Task.choices,
        "brand": _rows(Brand.objects.order_by("pk")),
        "platform": [(row.code, str(row)) for row in Platform.objects.order_by("rank")],
        "age": AgeBand.choices,
    }
    lists: dict[str, Names] = {
        "MEASURE": [(entry.name, entry.label) for entry in MEASURES.values()],
        "MEMBERSHIP": MEMBERSHIPS,
    }
    for name in SPLITS:
        nothing = DIMENSIONS[name].nothing or _("not known")
        lists[name.upper()] = [(TOTAL, _("all together")), *split[name], (UNKNOWN, nothing)]
    lists["FREQ"] = [
        ("A", _("yearly")),
        ("S", _("half-yearly")),
        ("Q", _("quarterly")),
        ("M", _("monthly")),
        ("_O", _("other days")),
        (UNKNOWN, _("within these days, when is not known")),
    ]
    lists["CONF_STATUS"] = [("F", _("told")), ("C", _("hidden: fewer than five people"))]
    return lists


def _rows(rows: Any) -> Names:
    return [(str(row.pk), str(row)) for row in rows]


def _components(lists: list[str]) -> dict[str, Any]:
    keys = [name for name in lists if name != "CONF_STATUS"]
    dimensions = [_coded(name) | {"position": place} for place, name in enumerate(keys, start=1)]
    time = _component("TIME_PERIOD") | {"localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}}}
    figure = _component("OBS_VALUE") | {"localRepresentation": {"format": {"dataType": "Long"}}, "usage": "optional"}
    told = _coded("CONF_STATUS") | {"attributeRelationship": {"observation": {}}, "usage": "mandatory"}
    return {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": time},
        "measureList": {"id": "MeasureDescriptor", "measures": [figure]},
        "attributeList": {"id": "AttributeDescriptor", "attributes": [told]},
    }


def _component(name: str) -> dict[str, Any]:
    return {"id": name, "conceptIdentity": f"{_urn('conceptscheme.Concept', CONCEPTS)}.{name}"}


def _coded(name: str) -> dict[str, Any]:
    return _component(name) | {"localRepresentation": {"enumeration": _urn("codelist.Codelist", f"CL_{name}")}}


def _urn(sort: str, name: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{sort}={AGENCY}:{name}({VERSION})"


def _artefact(name: str, label: str) -> dict[str, Any]:
    return {"id": name, "agencyID": AGENCY, "version": VERSION, "isExternalReference": False, **_named(label)}


def _item(code: str, label: Any) -> dict[str, Any]:
    return {"id": code, **_named(str(label))}


def _named(label: str) -> dict[str, Any]:
    return {"name": label, "names": {get_language() or "en": label}}
