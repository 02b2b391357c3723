SELECT
    candidate_id,
    job_group,
    grade,
    status,
    rating,
    bases,
    valid_from,
    valid_until,
    reason,
    version,
    as_of,
    recorded_at AS known_since,
    event_id
FROM roster
WHERE status NOT IN ('EXPIRED', 'REMOVED', 'WITHDRAWN')
