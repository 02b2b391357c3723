-- As last told of each edition. One that shows a group under 5 is left out whole: hiding one of its
-- cells here would leave the others to give it away.
SELECT
    told.edition_id,
    told.programme_id,
    told.title,
    told.starts_on,
    told.seats_reserved,
    told.seats_used,
    reached.cohort,
    reached.number,
    reached.step,
    reached.people,
    reached.median_days,
    told.as_of
FROM cohort_funnels AS told
JOIN funnel_steps AS reached
    ON reached.edition_id = told.edition_id AND reached.as_of = told.as_of
WHERE NOT EXISTS (
        SELECT 1
        FROM cohort_funnels AS later
        WHERE later.edition_id = told.edition_id AND later.as_of > told.as_of
    )
    AND NOT EXISTS (
        SELECT 1
        FROM funnel_steps AS few
        WHERE few.edition_id = told.edition_id
            AND few.as_of = told.as_of
            AND few.people BETWEEN 1 AND 4
    )
    AND NOT EXISTS (
        SELECT 1
        FROM funnel_outcomes AS few
        WHERE few.edition_id = told.edition_id
            AND few.as_of = told.as_of
            AND few.people BETWEEN 1 AND 4
    )
