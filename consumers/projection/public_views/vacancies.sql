-- As the pool reads the facts: of two, the later one counts, whichever was learnt first.
-- Each join finds one fact by the vacancy's index, so that asking for one vacancy reads no other.
SELECT
    last_word.vacancy_id,
    last_word.job_group,
    CASE
        WHEN last_word.event_type = 'VacancyCancelled' THEN 'CANCELLED'
        WHEN opened.vacancy_id IS NULL AND anticipated.vacancy_id IS NOT NULL THEN 'ANTICIPATED'
        WHEN opened.vacancy_id IS NULL THEN 'PENDING'
        WHEN last_word.event_type = 'VacancySuspended' THEN 'SUSPENDED'
        WHEN last_word.event_type = 'VacancyFilled' THEN 'FILLED'
        WHEN last_word.event_type = 'VacancyMovedToRotation' THEN 'IN_ROTATION'
        ELSE 'OPEN'
    END AS state,
    last_word.reason,
    COALESCE(opened.grade, anticipated.grade) AS grade,
    COALESCE(opened.post_id, anticipated.post_id) AS post_id,
    COALESCE(
        (
            SELECT amended.title
            FROM vacancy_events AS amended
            WHERE amended.vacancy_id = opened.vacancy_id
                AND amended.event_type = 'VacancyAmended'
                AND amended.title IS NOT NULL
                AND (amended.occurred_at, amended.recorded_at, EXACT(amended.event_id))
                > (opened.occurred_at, opened.recorded_at, EXACT(opened.event_id))
            ORDER BY
                amended.occurred_at DESC, amended.recorded_at DESC, EXACT(amended.event_id) DESC
            LIMIT 1
        ),
        opened.title
    ) AS title,
    COALESCE(
        (
            SELECT amended.country
            FROM vacancy_events AS amended
            WHERE amended.vacancy_id = opened.vacancy_id
                AND amended.event_type = 'VacancyAmended'
                AND amended.country IS NOT NULL
                AND (amended.occurred_at, amended.recorded_at, EXACT(amended.event_id))
                > (opened.occurred_at, opened.recorded_at, EXACT(opened.event_id))
            ORDER BY
                amended.occurred_at DESC, amended.recorded_at DESC, EXACT(amended.event_id) DESC
            LIMIT 1
        ),
        opened.country, anticipated.country
    ) AS country,
    COALESCE(
        (
            SELECT amended.city_code
            FROM vacancy_events AS amended
            WHERE amended.vacancy_id = opened.vacancy_id
                AND amended.event_type = 'VacancyAmended'
                AND amended.city_code IS NOT NULL
                AND (amended.occurred_at, amended.recorded_at, EXACT(amended.event_id))
                > (opened.occurred_at, opened.recorded_at, EXACT(opened.event_id))
            ORDER BY
                amended.occurred_at DESC, amended.recorded_at DESC, EXACT(amended.event_id) DESC
            LIMIT 1
        ),
        opened.city_code, anticipated.city_code
    ) AS city_code,
    anticipated.expected_on,
    opened.opened_on,
    COALESCE(
        (
            SELECT amended.start_by
            FROM vacancy_events AS amended
            WHERE amended.vacancy_id = opened.vacancy_id
                AND amended.event_type = 'VacancyAmended'
                AND amended.start_by IS NOT NULL
                AND (amended.occurred_at, amended.recorded_at, EXACT(amended.event_id))
                > (opened.occurred_at, opened.recorded_at, EXACT(opened.event_id))
            ORDER BY
                amended.occurred_at DESC, amended.recorded_at DESC, EXACT(amended.event_id) DESC
            LIMIT 1
        ),
        opened.start_by
    ) AS start_by,
    COALESCE(
        (
            SELECT amended.closes_on
            FROM vacancy_events AS amended
            WHERE amended.vacancy_id = opened.vacancy_id
                AND amended.event_type = 'VacancyAmended'
                AND amended.closes_on IS NOT NULL
                AND (amended.occurred_at, amended.recorded_at, EXACT(amended.event_id))
                > (opened.occurred_at, opened.recorded_at, EXACT(opened.event_id))
            ORDER BY
                amended.occurred_at DESC, amended.recorded_at DESC, EXACT(amended.event_id) DESC
            LIMIT 1
        ),
        opened.closes_on
    ) AS closes_on,
    last_word.occurred_at AS since
FROM vacancy_events AS last_word
LEFT JOIN vacancy_events AS opened
    ON opened.vacancy_id = last_word.vacancy_id
    AND opened.event_type = 'VacancyOpened'
    AND NOT EXISTS (
        SELECT 1
        FROM vacancy_events AS later
        WHERE later.vacancy_id = opened.vacancy_id
            AND later.event_type = 'VacancyOpened'
            AND (later.occurred_at, later.recorded_at, EXACT(later.event_id))
            > (opened.occurred_at, opened.recorded_at, EXACT(opened.event_id))
    )
LEFT JOIN vacancy_events AS anticipated
    ON anticipated.vacancy_id = last_word.vacancy_id
    AND anticipated.event_type = 'VacancyAnticipated'
    AND NOT EXISTS (
        SELECT 1
        FROM vacancy_events AS later
        WHERE later.vacancy_id = anticipated.vacancy_id
            AND later.event_type = 'VacancyAnticipated'
            AND (later.occurred_at, later.recorded_at, EXACT(later.event_id))
            > (anticipated.occurred_at, anticipated.recorded_at, EXACT(anticipated.event_id))
    )
WHERE NOT EXISTS (
    SELECT 1
    FROM vacancy_events AS other
    WHERE other.vacancy_id = last_word.vacancy_id
        AND (
            CASE
                WHEN other.event_type = 'VacancyCancelled' THEN 2
                WHEN other.event_type IN ('VacancyAmended', 'VacancyAnticipated') THEN 0
                ELSE 1
            END,
            other.occurred_at,
            other.recorded_at,
            EXACT(other.event_id)
        ) > (
            CASE
                WHEN last_word.event_type = 'VacancyCancelled' THEN 2
                WHEN last_word.event_type IN ('VacancyAmended', 'VacancyAnticipated') THEN 0
                ELSE 1
            END,
            last_word.occurred_at,
            last_word.recorded_at,
            EXACT(last_word.event_id)
        )
)
