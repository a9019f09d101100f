-- Made-up rows. Parameters (numbers): first and last id of the activities, people, teams, works.
-- Shares follow the year report of 2024 (lectures first, mass culture next) and the real records of the corridor.

SELECT setseed(0.5);

CREATE TEMPORARY TABLE word ON COMMIT DROP AS
SELECT use, place - 1 AS place, word, count(*) OVER (PARTITION BY use) AS of FROM (
    SELECT 'subject' AS use, * FROM unnest(ARRAY['理响巴蜀', '理响重庆', '成渝地·巴蜀情', '川渝村晚', '移风易俗进万家', '党的创新理论',
        '中华优秀传统文化', '红色故事', '乡村振兴', '家风家训', '邻里互助', '毗邻书香', '非遗传承', '跨区马拉松', '川渝龙舟赛', '农耕文化',
        '文明交通', '反诈防骗', '生态保护', '双城经济圈建设', '百姓健康', '青年志愿者', '关爱留守儿童', '敬老爱老']) WITH ORDINALITY AS t (word, place)
    UNION ALL
    SELECT 'form', * FROM unnest(ARRAY['宣讲活动', '联合宣讲走进社区', '志愿服务', '文艺展演', '分享会', '主题讲座', '集中示范活动', '共建活动',
        '巡回宣讲', '文化惠民活动', '院坝会', '读书会', '培训班', '联演']) WITH ORDINALITY AS t (word, place)
    UNION ALL
    SELECT 'place', * FROM unnest(ARRAY['文化广场', '新时代文明实践中心', '新时代文明实践所', '村文化活动室', '社区党群服务中心', '图书馆',
        '乡村大舞台', '中学礼堂', '农家院坝', '体育公园', '人民广场', '古镇老街']) WITH ORDINALITY AS t (word, place)
    UNION ALL
    SELECT 'brand', * FROM unnest(ARRAY['理响巴蜀', '理响重庆', '成渝地·巴蜀情', '渝广兴', '百千万', '资足常乐', '川渝村晚', '毗邻书香',
        '荣隆一家亲', '明月山讲堂', '遂潼同心', '泸永江故事', '万达开讲', '安大石刻行', '川渝龙舟', '华蓥山下', '长江入渝', '巴蜀好人',
        '双城青年', '院坝讲堂', '邻里圆桌', '乡音讲习', '书香川渝', '文艺轻骑']) WITH ORDINALITY AS t (word, place)
) AS words;

-- The counties that sit in a belt, and for each belt ('' is the whole corridor) its counties by number.
CREATE TEMPORARY TABLE county ON COMMIT DROP AS
SELECT region_id AS code, name, belt_id AS belt, row_number() OVER (ORDER BY md5(region_id)) - 1 AS place,
       count(*) OVER () AS of
FROM belts_beltmembership JOIN belts_region ON code = region_id WHERE belts_beltmembership.until IS NULL;
CREATE TEMPORARY TABLE near ON COMMIT DROP AS
SELECT belt, code, row_number() OVER (PARTITION BY belt ORDER BY code) - 1 AS place, count(*) OVER (PARTITION BY belt) AS of
FROM (SELECT belt, code FROM county UNION ALL SELECT '', code FROM county) AS both_levels;

CREATE TEMPORARY TABLE person ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_user WHERE username ~ '^sample[0-9]+$';

INSERT INTO activities_brand (id, name, since, description)
SELECT place + 1, word, date '2023-01-01' + (random() * 900)::int, '' FROM word WHERE use = 'brand' ON CONFLICT DO NOTHING;

INSERT INTO activities_team (id, name, kind, home_region_id, since, description)
SELECT n, name || '宣讲队' || n, (ARRAY['folk', 'professional', 'studio', 'light_cavalry'])[1 + n %% 4], code,
       date '2022-01-01' + (random() * 1500)::int, ''
FROM (SELECT n, power(random(), 1.5) AS draw FROM generate_series(1, %(teams)s) AS n) AS drawn
JOIN county ON place = floor(draw * of)
ON CONFLICT DO NOTHING;

-- Every second team has a guest of another county; so about half of those are cross-region.
INSERT INTO activities_teammember (team_id, name, home_region_id, part, since)
SELECT team.id, '队员' || n, CASE WHEN n = 12 AND team.id %% 2 = 0 THEN guest.code ELSE team.home_region_id END,
       CASE WHEN n = 1 THEN 'leader' ELSE 'member' END, team.since
FROM activities_team AS team CROSS JOIN generate_series(1, 12) AS n JOIN county AS guest ON guest.place = team.id * 7 %% guest.of
WHERE NOT EXISTS (SELECT FROM activities_teammember);

INSERT INTO activities_work (id, title, kind, home_region_id, since, description)
SELECT n, word || '之' || n, (ARRAY['script', 'short_video', 'ideology_lesson'])[1 + n %% 3], code,
       date '2022-01-01' + (random() * 1500)::int, ''
FROM (SELECT n, power(random(), 1.5) AS draw FROM generate_series(1, %(works)s) AS n) AS drawn
JOIN county ON county.place = floor(draw * county.of) JOIN word ON use = 'subject' AND word.place = n %% word.of
ON CONFLICT DO NOTHING;

INSERT INTO activities_workauthor (work_id, name, home_region_id)
SELECT work.id, '作者' || n, county.code FROM activities_work AS work CROSS JOIN generate_series(1, 2) AS n
JOIN county ON county.place = work.id * n %% county.of
ON CONFLICT DO NOTHING;

CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
SELECT n, random() AS kind_draw, random() AS state_draw, random() AS task_draw, random() AS brand_draw,
       random() AS audience_draw, random() AS basis_draw, random() AS partner_draw,
       floor(30 * power(random(), 1.5)) AS place,
       CASE WHEN n %% 100 < 97 THEN 'day' WHEN n %% 100 < 99 THEN 'month' ELSE 'year' END AS known,
       timestamptz '2020-01-01 09:00+08' + power(random(), 0.6) * interval '2510 days' AS moment
FROM generate_series(%(first)s, %(last)s) AS n;
ANALYZE drawn;

INSERT INTO activities_activity (
    id, title, kind, task, summary, starts_on, ends_on, precision, place, place_region_id, organisers, brand_id,
    audience, audience_basis, audience_method, volunteers, origin, source, source_id, source_note,
    state, state_since, version, created_by_id, created_at, submitted_by_id, verified_by_id, verified_at)
SELECT n, county.name || subject.word || form.word || n, kind, task, subject.word || ',' || site.word || form.word || '。',
       first_day,
       CASE known WHEN 'year' THEN first_day + interval '1 year - 1 day'
                  WHEN 'month' THEN first_day + interval '1 month - 1 day' ELSE first_day END,
       known, county.name || site.word, county.code, '',
       CASE WHEN brand_draw < 0.3 THEN 1 + floor(24 * power(brand_draw / 0.3, 2)) END,
       CASE WHEN basis <> '' THEN (12 * exp(5 * audience_draw))::int END, basis,
       CASE WHEN basis = 'estimated' THEN '按座位数估算' ELSE '' END, (10 * task_draw)::int, 'portal', '', '', '',
       state, moment, 1, logger.id, moment, CASE WHEN state <> 'draft' THEN logger.id END,
       CASE WHEN state = 'verified' THEN reviewer.id END, CASE WHEN state = 'verified' THEN moment END
FROM (
    SELECT *, date_trunc(known, moment AT TIME ZONE 'Asia/Shanghai')::date AS first_day,
           CASE WHEN kind_draw < 0.50 THEN 'lecture' WHEN kind_draw < 0.66 THEN 'volunteer_service'
                WHEN kind_draw < 0.79 THEN 'mass_culture' WHEN kind_draw < 0.86 THEN 'reading'
                WHEN kind_draw < 0.91 THEN 'training' WHEN kind_draw < 0.94 THEN 'sport'
                WHEN kind_draw < 0.97 THEN 'tourism' WHEN kind_draw < 0.985 THEN 'mediation'
                WHEN kind_draw < 0.995 THEN 'economy' ELSE 'other' END AS kind,
           CASE WHEN task_draw < 0.46 THEN 'theory' WHEN task_draw < 0.62 THEN 'values' WHEN task_draw < 0.80 THEN 'culture'
                WHEN task_draw < 0.90 THEN 'customs' WHEN task_draw < 0.98 THEN 'mutual_help' ELSE '' END AS task,
           CASE WHEN state_draw < 0.93 THEN 'verified' WHEN state_draw < 0.96 THEN 'submitted'
                WHEN state_draw < 0.98 THEN 'draft' WHEN state_draw < 0.99 THEN 'returned' ELSE 'reopened' END AS state,
           CASE WHEN basis_draw < 0.30 THEN '' WHEN basis_draw < 0.45 THEN 'named'
                WHEN basis_draw < 0.75 THEN 'counted' ELSE 'estimated' END AS basis
    FROM drawn
) AS made
JOIN county ON county.place = made.place
JOIN person AS logger ON logger.place = 1 + n %% (%(people)s - 1)
JOIN person AS reviewer ON reviewer.place = 0
JOIN word AS subject ON subject.use = 'subject' AND subject.place = floor(audience_draw * subject.of)
JOIN word AS form ON form.use = 'form' AND form.place = floor(basis_draw * form.of)
JOIN word AS site ON site.use = 'place' AND site.place = floor(partner_draw * site.of)
ORDER BY n;

-- The lead, then none to three partners: most of the lead's own belt, one in eight from anywhere in the corridor.
INSERT INTO activities_activityparty (activity_id, region_id, role)
SELECT n, code, role FROM (
    SELECT n, county.code, 'lead' AS role FROM drawn JOIN county USING (place)
    UNION ALL
    SELECT DISTINCT n, near.code, 'partner'
    FROM (
        SELECT n, county.code, CASE WHEN far < 0.125 THEN '' ELSE county.belt END AS belt, draw
        FROM drawn JOIN county USING (place),
             LATERAL (SELECT random() + n * 0 AS draw, random() + n * 0 AS far
                      FROM generate_series(1, CASE WHEN partner_draw < 0.35 THEN 0 WHEN partner_draw < 0.70 THEN 1
                                                   WHEN partner_draw < 0.90 THEN 2 ELSE 3 END)) AS chosen
    ) AS wanted
    JOIN near ON near.belt = wanted.belt AND near.place = floor(draw * near.of) AND near.code <> wanted.code
) AS party
ORDER BY n, role;

INSERT INTO activities_activity_teams (activity_id, team_id)
SELECT n, 1 + floor(power(partner_draw, 1.5) * (%(teams)s - 1)) FROM drawn WHERE kind_draw < 0.50 AND n %% 5 < 3;
