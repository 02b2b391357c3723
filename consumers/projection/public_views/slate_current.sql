-- Of each cycle the last revision that is whole: every post of it, whoever gets it or nobody.
WITH last_slate AS (
    SELECT slate.*
    FROM slates AS slate
    WHERE NOT EXISTS (
        SELECT 1
        FROM slates AS later
        WHERE later.cycle_id = slate.cycle_id
            AND (later.run, later.revision) > (slate.run, slate.revision)
    )
)
SELECT
    last_slate.cycle_id,
    last_slate.run,
    last_slate.revision,
    last_slate.status,
    placed.post_id,
    placed.job_group,
    placed.grade,
    placed.candidate_id,
    placed.candidate_rank,
    placed.hirer_rank,
    placed.hirer_rank_source,
    placed.consideration_tier,
    placed.total,
    placed.locked,
    placed.adjusted,
    placed.leaves_post_id,
    placed.explanation,
    last_slate.as_of,
    last_slate.recorded_at AS told_at
FROM last_slate
JOIN slate_placements AS placed
    ON placed.cycle_id = last_slate.cycle_id
    AND placed.run = last_slate.run
    AND placed.revision = last_slate.revision
UNION ALL
SELECT
    last_slate.cycle_id,
    last_slate.run,
    last_slate.revision,
    last_slate.status,
    open_post.post_id,
    open_post.job_group,
    open_post.grade,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    FALSE,
    FALSE,
    NULL,
    open_post.explanation,
    last_slate.as_of,
    last_slate.recorded_at
FROM last_slate
JOIN slate_unfilled AS open_post
    ON open_post.cycle_id = last_slate.cycle_id
    AND open_post.run = last_slate.run
    AND open_post.revision = last_slate.revision
