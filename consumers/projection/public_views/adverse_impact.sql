-- Only cells that were published are added up, so that nothing is told that was not told before.
-- A panel that shows groups under 5 is left out whole: one cell of it could give another away.
WITH last_list AS (
    SELECT vacancy_id, MAX(revision) AS revision
    FROM diversity_cells
    WHERE shown_from >= 5
    GROUP BY vacancy_id
),
cell AS (
    SELECT told.job_group, told.grade, shown.*
    FROM last_list
    JOIN diversity_cells AS shown
        ON shown.vacancy_id = last_list.vacancy_id AND shown.revision = last_list.revision
    JOIN proposal_revisions AS told
        ON told.vacancy_id = last_list.vacancy_id AND told.revision = last_list.revision
),
added AS (
    SELECT
        job_group,
        grade,
        dimension,
        value,
        COUNT(*) AS lists,
        COUNT(eligible + pool) AS lists_with_eligible,
        SUM(CASE WHEN eligible IS NOT NULL THEN pool END) AS pool,
        SUM(CASE WHEN pool IS NOT NULL THEN eligible END) AS eligible,
        COUNT(listed + eligible) AS lists_with_listed,
        SUM(CASE WHEN listed IS NOT NULL THEN eligible END) AS eligible_beside_listed,
        SUM(CASE WHEN eligible IS NOT NULL THEN listed END) AS listed
    FROM cell
    GROUP BY job_group, grade, dimension, value
),
rated AS (
    SELECT
        added.*,
        1.0 * eligible / pool AS eligible_rate,
        1.0 * listed / eligible_beside_listed AS listed_rate
    FROM added
)
SELECT
    rated.*,
    eligible_rate / MAX(eligible_rate) OVER side AS eligible_ratio,
    listed_rate / MAX(listed_rate) OVER side AS listed_ratio
FROM rated
WINDOW side AS (PARTITION BY job_group, grade, dimension)
