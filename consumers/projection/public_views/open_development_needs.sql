SELECT
    need.need_id,
    need.candidate_id,
    need.job_group,
    need.grade,
    need.competency,
    need.level_expected,
    need.level_shown,
    need.theme,
    need.behaviours,
    need.assessment_id,
    need.as_of,
    need.recorded_at AS known_since,
    need.event_id
FROM development_needs AS need
WHERE NOT EXISTS (
    SELECT 1
    FROM needs_closed AS closed
    WHERE closed.candidate_id = need.candidate_id
        AND closed.need_id = need.need_id
        AND closed.topic_offset > need.topic_offset
)
