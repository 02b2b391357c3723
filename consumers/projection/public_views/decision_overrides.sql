WITH choice AS (
    SELECT
        decision.*,
        -- An offer need not name the list: then it is the last one that was told by then.
        COALESCE(
            decision.revision_seen,
            (
                SELECT MAX(told.revision)
                FROM proposal_revisions AS told
                WHERE told.vacancy_id = decision.vacancy_id
                    AND told.recorded_at <= decision.recorded_at
                    AND told.kind IN ('ProposalEmitted', 'ProposalRevised')
            )
        ) AS revision_told
    FROM decisions AS decision
    WHERE decision.event_type IN (
        'OfferMade', 'CandidateShortlisted', 'ProposalAccepted', 'ProposalRejected'
    )
)
SELECT
    choice.event_id,
    choice.event_type AS decision,
    choice.vacancy_id,
    choice.job_group,
    seen.grade,
    choice.occurred_at AS decided_at,
    choice.actor_role,
    COALESCE(seen.reviewed_revision, seen.revision) AS list_revision,
    choice.candidate_id,
    entry.section,
    entry.place,
    entry.tier,
    best.candidate_id AS first_candidate_id,
    CASE
        WHEN choice.event_type = 'ProposalRejected' THEN TRUE
        WHEN choice.event_type <> 'OfferMade' THEN choice.override
        WHEN best.candidate_id IS NOT NULL THEN choice.candidate_id <> best.candidate_id
    END AS departs,
    choice.override AS stated_override,
    choice.reason,
    (refused.decision_event_id IS NOT NULL) AS refused
FROM choice
LEFT JOIN proposal_revisions AS seen
    ON seen.vacancy_id = choice.vacancy_id AND seen.revision = choice.revision_told
LEFT JOIN revision_entries AS entry
    ON entry.vacancy_id = choice.vacancy_id
    AND entry.revision = COALESCE(seen.reviewed_revision, seen.revision)
    AND entry.candidate_id = choice.candidate_id
LEFT JOIN revision_entries AS best
    ON best.vacancy_id = choice.vacancy_id
    AND best.revision = COALESCE(seen.reviewed_revision, seen.revision)
    AND best.section = 'RANKED'
    AND best.place = 1
LEFT JOIN decisions_refused AS refused
    ON refused.vacancy_id = choice.vacancy_id AND refused.decision_event_id = choice.event_id
