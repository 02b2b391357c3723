SELECT
    job_group,
    grade,
    COALESCE(rating, 'NOT_ASSESSED') AS rating,
    MONTH(valid_until) AS expires_in,
    SUM(CASE WHEN status = 'ACTIVE' THEN 1 ELSE 0 END) AS active,
    SUM(CASE WHEN status = 'ON_HOLD' THEN 1 ELSE 0 END) AS on_hold,
    SUM(CASE WHEN status = 'SUSPENDED' THEN 1 ELSE 0 END) AS suspended,
    SUM(CASE WHEN status IN ('COMMITTED', 'PLACED') THEN 1 ELSE 0 END) AS taken
FROM roster_current
GROUP BY job_group, grade, COALESCE(rating, 'NOT_ASSESSED'), MONTH(valid_until)
