from tests.matrix import Row

NO_SIGHT = {"nobody": 403, "volunteer": 403}
KEEPERS_ONLY = NO_SIGHT | {"system_administrator": 400, "security_administrator": 400}

ROWS = [
    Row("indicators:statistics", query="?measures=lectures&by=county"),
    Row("indicators:report"),
    Row("api:statistics", query="?measures=lectures,teams&by=belt,month", expected=NO_SIGHT),
    Row("api:statistics", query="?state=all", expected=KEEPERS_ONLY),
    Row("api:statistics", query="?format=xlsx", expected=NO_SIGHT),
    Row("api:statistics-headline", query="?year=2024", expected=NO_SIGHT),
]
