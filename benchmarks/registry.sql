-- Volunteers over the corridor's counties, with identities, accounts, consents and areas. Names are invented, ciphers
-- are chance: nothing here opens. Parameters: first, last (ids), portal, jinbu, xingrong (platforms), text (consent),
-- tail (the indexes of all ten thousand ends of a mobile, as an array).
CREATE TEMP TABLE home ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY code) - 1 AS place, code, province_id FROM belts_region WHERE level = 'county';

CREATE TEMP TABLE person ON COMMIT DROP AS
SELECT n AS id, hashint8(n) & 2147483647 AS chance, hashint8(n * 31 + 7) & 2147483647 AS second,
    home.code AS home_id, home.province_id
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
JOIN home ON home.place = (hashint8(n * 17 + 3) & 2147483647) %% (SELECT count(*) FROM home);

INSERT INTO volunteers_volunteer (id, volunteer_no, state, home_id, stated_home, registered_on, registered_through_id,
    birth_year, skills, times, dialects, merged_into_id, ended_on, version, created_at, changed_in)
SELECT id, (100000000000 + id)::text,
    CASE WHEN chance %% 200 = 0 THEN 'claimed' ELSE 'active' END, home_id, '',
    date '2024-06-01' + chance %% 900,
    CASE WHEN second %% 3 = 0 THEN %(portal)s WHEN province_id = '500000' THEN %(jinbu)s ELSE %(xingrong)s END,
    1945 + second %% 70,
    CASE WHEN chance %% 3 = 0 THEN ARRAY['law', 'care'] WHEN chance %% 3 = 1 THEN ARRAY['sport'] ELSE '{}'::text[] END,
    CASE WHEN second %% 2 = 0 THEN ARRAY['weekends'] ELSE '{}'::text[] END,
    CASE WHEN chance %% 50 = 0 THEN ARRAY['hakka'] ELSE ARRAY['mandarin', 'sichuanese'] END,
    NULL, NULL, 1, now(), 0
FROM person;

INSERT INTO volunteers_identity (volunteer_id, name, name_keys, document_kind, document, document_index, mobile,
    mobile_index, mobile_tail, updated_at, birth_date, claimed)
SELECT id, surname.word || first.word || last.word,
    surname.pinyin || first.pinyin || last.pinyin || ' ' || left(surname.pinyin, 1) || left(first.pinyin, 1)
        || left(last.pinyin, 1),
    'resident_id', sha256(id::text::bytea), sha256(('d' || id)::bytea), sha256(('m' || id)::bytea),
    sha256(('i' || id)::bytea), (%(tail)s::bytea[])[1 + second %% 10000], now(),
    make_date(1945 + second %% 70, 1 + chance %% 12, 1 + chance %% 28), false
FROM person
JOIN (VALUES %(surnames)s) AS surname (place, word, pinyin) ON surname.place = chance %% %(surname_count)s
JOIN (VALUES %(given)s) AS first (place, word, pinyin) ON first.place = second %% %(given_count)s
JOIN (VALUES %(given)s) AS last (place, word, pinyin) ON last.place = (second / 97) %% %(given_count)s;

INSERT INTO volunteers_platformaccount (platform_id, external_id, volunteer_id, source_version, registered_on, linked_at)
SELECT CASE WHEN province_id = '500000' THEN %(jinbu)s ELSE %(xingrong)s END, 'bench-' || id, id, 1,
    date '2024-06-01' + chance %% 900, now()
FROM person
UNION ALL SELECT CASE WHEN province_id = '500000' THEN %(xingrong)s ELSE %(jinbu)s END, 'other-' || id, id, 1, NULL, now()
FROM person WHERE chance %% 20 = 0;

INSERT INTO volunteers_consent (volunteer_id, purpose, text_id, platform_version, given_by, given_at)
SELECT id, 'share', %(text)s, '', 'self', now() FROM person WHERE second %% 10 < 6;

INSERT INTO volunteers_servicearea (volunteer_id, region_id, since)
SELECT person.id, home.code, date '2025-01-01' FROM person
JOIN home ON home.place = (chance / 7) %% (SELECT count(*) FROM home) AND home.code <> person.home_id
WHERE chance %% 25 = 3;
