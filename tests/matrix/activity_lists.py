"""Lists, calendar and files of activities; whoever is signed in may ask, and gets the rows that are theirs to see."""

from tests.matrix import Row

ROWS = [
    Row("activities:list"),
    Row("activities:print"),
    Row("activities:calendar"),
    Row("activities:export"),
]
