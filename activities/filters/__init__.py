from activities.filters.activities import ActivityFilter
from activities.filters.entities import BrandFilter, TeamFilter, WorkFilter
from activities.filters.terms import description_of, terms_of

__all__ = ["ActivityFilter", "BrandFilter", "TeamFilter", "WorkFilter", "description_of", "terms_of"]
