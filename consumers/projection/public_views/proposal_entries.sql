SELECT
    entry.vacancy_id,
    entry.revision,
    entry.section,
    entry.place,
    entry.candidate_id,
    entry.rating,
    entry.tier,
    entry.tier_clause,
    entry.total,
    entry.remark,
    entry.warnings,
    told.job_group,
    told.grade,
    told.title,
    told.start_by,
    told.recorded_at AS told_at,
    (
        (latest.status = 'OPEN' AND entry.revision = latest.revision)
        OR (latest.status = 'REVIEWED' AND entry.revision = latest.reviewed_revision)
    ) AS stands
FROM revision_entries AS entry
JOIN proposal_revisions AS told
    ON told.vacancy_id = entry.vacancy_id AND told.revision = entry.revision
JOIN proposals AS latest ON latest.vacancy_id = entry.vacancy_id
