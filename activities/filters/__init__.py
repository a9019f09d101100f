from activities.filters.activities import ActivityFilter
from activities.filters.terms import Term, description_of, terms_of

__all__ = ["ActivityFilter", "Term", "description_of", "terms_of"]
