-- A refusal by people stands whatever is withdrawn after it.
WITH latest AS (
    SELECT
        told.*,
        (
            SELECT said.event_type
            FROM nomination_answers AS said
            WHERE said.nomination_id = told.nomination_id
            ORDER BY said.occurred_at DESC, said.recorded_at DESC, EXACT(said.event_id) DESC
            LIMIT 1
        ) AS answered
    FROM nomination_revisions AS told
    WHERE NOT EXISTS (
        SELECT 1
        FROM nomination_revisions AS later
        WHERE later.nomination_id = told.nomination_id AND later.topic_offset > told.topic_offset
    )
)
SELECT
    latest.nomination_id,
    latest.candidate_id,
    latest.edition_id,
    latest.revision,
    CASE
        WHEN latest.answered = 'NominationDeclined' THEN 'DECLINED'
        WHEN gone.nomination_id IS NOT NULL THEN 'WITHDRAWN'
        WHEN latest.answered = 'NominationEndorsed' THEN 'ENDORSED'
        ELSE 'PROPOSED'
    END AS status,
    latest.place,
    latest.reason,
    latest.need_ids,
    latest.seats_reserved,
    latest.seats_free,
    latest.as_of,
    latest.recommendation,
    latest.recorded_at,
    latest.event_id
FROM latest
LEFT JOIN nominations_withdrawn AS gone
    ON gone.nomination_id = latest.nomination_id AND gone.topic_offset > latest.topic_offset
