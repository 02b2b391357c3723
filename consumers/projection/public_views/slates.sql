-- A revision is there once all its parts are: nobody reads half a slate.
WITH whole AS (
    SELECT
        cycle_id,
        run,
        revision,
        COUNT(*) AS parts,
        SUM(placed) AS placed,
        SUM(unplaced) AS unplaced,
        SUM(unfilled) AS unfilled,
        SUM(blocking) AS blocking,
        SUM(joint_options) AS joint_options
    FROM slate_parts
    GROUP BY cycle_id, run, revision
)
SELECT
    told.cycle_id,
    told.slate_id,
    told.run,
    told.revision,
    CASE WHEN settled.cycle_id IS NULL THEN 'PROPOSED' ELSE 'SETTLED' END AS status,
    told.method,
    told.as_of,
    whole.placed,
    whole.unplaced,
    whole.unfilled,
    whole.blocking,
    whole.joint_options,
    told.rule_set_id,
    told.rule_set_version,
    told.policy_id,
    told.policy_version,
    told.decision_version,
    told.recommendation,
    told.causation_id,
    told.recorded_at
FROM slate_parts AS told
JOIN whole
    ON whole.cycle_id = told.cycle_id
    AND whole.run = told.run
    AND whole.revision = told.revision
    AND whole.parts = told.parts
LEFT JOIN slate_settlements AS settled
    ON settled.cycle_id = told.cycle_id
    AND settled.run = told.run
    AND settled.revision = told.revision
WHERE told.part = 1
