SELECT
    candidate_id,
    job_group,
    grade,
    version,
    status,
    rating,
    bases,
    valid_from,
    valid_until,
    recorded_at AS known_from,
    LEAD(recorded_at) OVER life AS known_until,
    as_of,
    reason,
    -- Versions count from 1 without holes: the log may have let go of some in between.
    version - COALESCE(LAG(version) OVER life, 0) - 1 AS versions_missing,
    event_id
FROM membership_versions
WINDOW life AS (PARTITION BY candidate_id, job_group, grade ORDER BY version)
