from activities.filters.activities import ActivityFilter
from activities.filters.entities import BrandFilter, TeamFilter, WorkFilter
from activities.filters.terms import Term, description_of, terms_of

__all__ = ["ActivityFilter", "BrandFilter", "TeamFilter", "Term", "WorkFilter", "description_of", "terms_of"]
