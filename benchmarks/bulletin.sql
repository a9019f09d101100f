-- An invented 2024 at the scale of that year's report. Parameters: numbers of teams, members (a team), works, lectures,
-- mass_culture, brands, volunteers; the highest ids that are taken (…_base); person, reviewer (users); jinbu, xingrong.

CREATE TEMPORARY TABLE seat ON COMMIT DROP AS
SELECT region_id AS code, name, belt_id AS belt, province_id AS province, row_number() OVER (ORDER BY region_id) - 1 AS place,
       count(*) OVER () AS of
FROM belts_beltmembership JOIN belts_region ON code = region_id
WHERE belts_beltmembership.since <= date '2024-06-01' AND (belts_beltmembership.until IS NULL OR belts_beltmembership.until > date '2024-12-31');

-- For each county those of its belt that lie across the border.
CREATE TEMPORARY TABLE across ON COMMIT DROP AS
SELECT own.code, other.code AS other, row_number() OVER (PARTITION BY own.code ORDER BY other.code) - 1 AS place,
       count(*) OVER (PARTITION BY own.code) AS of
FROM seat AS own JOIN seat AS other ON other.belt = own.belt AND other.province <> own.province;

CREATE TEMPORARY TABLE pair ON COMMIT DROP AS
SELECT n, seat.code, seat.name, across.other, date '2024-06-01' + n * 37 %% 213 AS day
FROM generate_series(1, greatest(%(teams)s, %(works)s, %(lectures)s + %(mass_culture)s, %(brands)s)) AS n
JOIN seat ON seat.place = n * 7 %% seat.of JOIN across ON across.code = seat.code AND across.place = n %% across.of;
ANALYZE pair;

INSERT INTO activities_brand (id, name, home_region_id, since, description)
SELECT %(brand_base)s + n, name || '样例品牌' || n, code, day, '' FROM pair WHERE n <= %(brands)s;

INSERT INTO activities_team (id, name, kind, home_region_id, since, description)
SELECT %(team_base)s + n, name || '样例联合宣讲队' || n, (ARRAY['folk', 'professional', 'studio', 'light_cavalry'])[1 + n %% 4],
       code, day, ''
FROM pair WHERE n <= %(teams)s;

-- One in three comes from across the border.
INSERT INTO activities_teammember (team_id, name, home_region_id, part, since)
SELECT %(team_base)s + n, '样例队员' || member, CASE WHEN member %% 3 = 0 THEN other ELSE code END,
       CASE WHEN member = 1 THEN 'leader' ELSE 'member' END, day
FROM pair CROSS JOIN generate_series(1, %(members)s) AS member WHERE n <= %(teams)s;

INSERT INTO activities_work (id, title, kind, home_region_id, since, description)
SELECT %(work_base)s + n, name || '样例作品' || n, (ARRAY['script', 'short_video', 'ideology_lesson'])[1 + n %% 3], code, day, ''
FROM pair WHERE n <= %(works)s;

INSERT INTO activities_workauthor (work_id, name, home_region_id)
SELECT %(work_base)s + n, '样例作者' || n, code FROM pair WHERE n <= %(works)s;

INSERT INTO activities_activity (
    id, title, kind, task, summary, starts_on, ends_on, precision, place, place_region_id, organisers, audience_basis,
    audience_method, origin, source, source_id, source_note, state, state_since, version, created_by_id, created_at,
    submitted_by_id, verified_by_id, verified_at)
SELECT %(activity_base)s + n, name || '样例活动' || n, CASE WHEN n <= %(lectures)s THEN 'lecture' ELSE 'mass_culture' END,
       CASE WHEN n <= %(lectures)s THEN 'theory' ELSE 'culture' END, '', day, day, 'day', name || '文化广场', code, '', '', '',
       'portal', '', '', '', 'verified', now(), 1, %(person)s, now(), %(person)s, %(reviewer)s, now()
FROM pair WHERE n <= %(lectures)s + %(mass_culture)s;

INSERT INTO activities_activityparty (activity_id, region_id, role)
SELECT %(activity_base)s + n, code, 'lead' FROM pair WHERE n <= %(lectures)s + %(mass_culture)s
UNION ALL
SELECT %(activity_base)s + n, other, 'partner' FROM pair WHERE n <= %(lectures)s + %(mass_culture)s;

INSERT INTO activities_activity_teams (activity_id, team_id)
SELECT %(activity_base)s + n, %(team_base)s + 1 + n %% %(teams)s FROM pair WHERE n <= %(lectures)s;

-- Each registered on a platform of the other side; one in ten more at home.
INSERT INTO volunteers_volunteer (id, volunteer_no, state, home_id, stated_home, registered_on, registered_through_id,
    birth_year, skills, times, dialects, merged_into_id, ended_on, version, created_at, changed_in)
SELECT %(volunteer_base)s + n, (200000000000 + %(volunteer_base)s + n)::text, 'active', code, '',
       date '2024-06-01' + (n %% 213)::int,
       CASE WHEN (province = '500000') = (n > %(volunteers)s) THEN %(jinbu)s ELSE %(xingrong)s END,
       1950 + (n %% 55)::int, '{}'::text[], '{}'::text[], '{}'::text[], NULL, NULL, 1, now(), 0
FROM generate_series(1, %(volunteers)s + %(volunteers)s / 10) AS n JOIN seat ON seat.place = n * 11 %% seat.of;
