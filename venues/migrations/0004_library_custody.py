from django.db import migrations

# Which sequences of movements of one item are possible, and where it is after each. An aggregate, so that a statement
# walks any number of items at once, in a window (after each movement) or whole (after the last).
CUSTODY = """
CREATE TYPE library_custody AS (holder bigint, on_loan boolean, lender bigint, aside text);

CREATE FUNCTION library_step(
    before library_custody, start_holder bigint, start_on_loan boolean, kind text, library bigint, receiver bigint
) RETURNS library_custody LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    holder bigint := start_holder;
    on_loan boolean := start_on_loan;
    lender bigint;
    aside text;
BEGIN
    IF before.holder IS NOT NULL THEN
        holder := before.holder;
        on_loan := before.on_loan;
    END IF;
    aside := CASE
        WHEN kind = 'borrowed' AND on_loan THEN 'borrowed_twice'
        WHEN kind = 'returned' AND NOT on_loan THEN 'returned_before_borrowed'
        WHEN kind = 'transferred' AND on_loan THEN 'moved_on_loan'
        WHEN kind <> 'returned' AND holder <> library THEN 'held_elsewhere'
        ELSE ''
    END;
    IF aside = '' AND kind = 'borrowed' THEN
        on_loan := true;
    ELSIF aside = '' AND kind = 'returned' THEN
        lender := holder;
        holder := library;
        on_loan := false;
    ELSIF aside = '' THEN
        holder := receiver;
    END IF;
    RETURN (holder, on_loan, lender, aside)::library_custody;
END
$$;

CREATE AGGREGATE library_custody(bigint, boolean, text, bigint, bigint) (
    SFUNC = library_step, STYPE = library_custody, PARALLEL = SAFE
);
"""
GONE = """
DROP AGGREGATE library_custody(bigint, boolean, text, bigint, bigint);
DROP FUNCTION library_step(library_custody, bigint, boolean, text, bigint, bigint);
DROP TYPE library_custody;
"""


class Migration(migrations.Migration):
    dependencies = [("venues", "0003_libraries")]
    operations = [migrations.RunSQL(CUSTODY, GONE)]
