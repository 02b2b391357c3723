SELECT decision.*
FROM decisions AS decision
WHERE NOT EXISTS (
    SELECT 1
    FROM decisions_refused AS refused
    WHERE refused.vacancy_id = decision.vacancy_id
        AND refused.decision_event_id = decision.event_id
)
