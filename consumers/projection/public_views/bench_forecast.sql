-- The last whole forecast of each job group. Who commands a language or has refused a class is a
-- person's own affair: where few are on either side, the line keeps its numbers to itself.
WITH whole AS (
    SELECT job_group, made_in
    FROM horizon_parts
    GROUP BY job_group, made_in
    HAVING COUNT(*) = MAX(parts)
),
latest AS (
    SELECT job_group, MAX(made_in) AS made_in FROM whole GROUP BY job_group
),
line AS (
    SELECT
        told.*,
        (
            told.dimension = 'ALL'
            OR (
                told.members >= 5
                AND (everybody.members = told.members OR everybody.members >= told.members + 5)
            )
        ) AS shown
    FROM latest
    JOIN horizon_strength AS told
        ON told.job_group = latest.job_group AND told.made_in = latest.made_in
    LEFT JOIN horizon_strength AS everybody
        ON everybody.job_group = told.job_group
        AND everybody.made_in = told.made_in
        AND everybody.month = told.month
        AND everybody.grade = told.grade
        AND everybody.dimension = 'ALL'
)
SELECT
    line.job_group,
    line.made_in,
    line.month,
    line.grade,
    line.dimension,
    line.value,
    CASE WHEN line.shown THEN line.members END AS members,
    line.openings,
    CASE WHEN line.shown THEN line.gap END AS gap
FROM line
