-- Each step is looked up by the vacancy's index, so that asking for one vacancy reads no other.
WITH step AS (
    SELECT
        vacancy.vacancy_id,
        vacancy.job_group,
        vacancy.grade,
        vacancy.country,
        vacancy.state,
        (
            SELECT MIN(fact.opened_on)
            FROM vacancy_events AS fact
            WHERE fact.vacancy_id = vacancy.vacancy_id
        ) AS opened_on,
        (
            SELECT MIN(told.recorded_at)
            FROM proposal_revisions AS told
            WHERE told.vacancy_id = vacancy.vacancy_id
                AND told.kind IN ('ProposalEmitted', 'ProposalRevised')
        ) AS proposed_at,
        (
            SELECT MIN(offer.occurred_at)
            FROM decisions_counted AS offer
            WHERE offer.vacancy_id = vacancy.vacancy_id AND offer.event_type = 'OfferMade'
        ) AS offered_at,
        -- An acceptance that was not taken back; of several, the last.
        (
            SELECT acceptance.event_id
            FROM decisions_counted AS acceptance
            WHERE acceptance.vacancy_id = vacancy.vacancy_id
                AND acceptance.event_type = 'OfferAccepted'
                AND NOT EXISTS (
                    SELECT 1
                    FROM decisions_counted AS revoked
                    WHERE revoked.vacancy_id = acceptance.vacancy_id
                        AND revoked.offer_id = acceptance.offer_id
                        AND revoked.event_type = 'OfferRevoked'
                )
            ORDER BY
                acceptance.occurred_at DESC,
                acceptance.recorded_at DESC,
                EXACT(acceptance.event_id) DESC
            LIMIT 1
        ) AS acceptance_id
    FROM vacancies AS vacancy
),
moments AS (
    SELECT
        step.*,
        DAY(step.proposed_at) AS proposed_on,
        DAY(step.offered_at) AS offered_on,
        DAY(accepted.occurred_at) AS accepted_on,
        (
            SELECT placed.starts_on
            FROM decisions_counted AS placed
            WHERE placed.vacancy_id = step.vacancy_id
                AND placed.offer_id = accepted.offer_id
                AND placed.event_type = 'PlacementConfirmed'
            ORDER BY
                placed.occurred_at DESC, placed.recorded_at DESC, EXACT(placed.event_id) DESC
            LIMIT 1
        ) AS starts_on
    FROM step
    LEFT JOIN decisions AS accepted
        ON accepted.vacancy_id = step.vacancy_id AND accepted.event_id = step.acceptance_id
)
SELECT
    vacancy_id,
    job_group,
    grade,
    country,
    state,
    opened_on,
    proposed_on,
    offered_on,
    accepted_on,
    starts_on,
    DAYS(opened_on, proposed_on) AS days_to_proposal,
    DAYS(opened_on, offered_on) AS days_to_offer,
    DAYS(opened_on, accepted_on) AS days_to_acceptance,
    DAYS(opened_on, starts_on) AS days_to_start
FROM moments
WHERE opened_on IS NOT NULL
