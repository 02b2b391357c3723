CREATE TABLE decisions_refused (
    decision_event_id VARCHAR NOT NULL,
    decision_type VARCHAR NOT NULL,
    vacancy_id VARCHAR NOT NULL,
    job_group VARCHAR NOT NULL,
    revision_seen INTEGER,
    revision_current INTEGER NOT NULL,
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL,
    decision_version INTEGER NOT NULL,
    as_of DATE NOT NULL,
    log VARCHAR NOT NULL,
    log_partition INTEGER NOT NULL,
    log_count BIGINT NOT NULL,
    event_id VARCHAR NOT NULL,
    occurred_at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    PRIMARY KEY (decision_event_id)
);

CREATE INDEX decisions_refused_by_vacancy ON decisions_refused (vacancy_id);

CREATE TABLE projection (
    id INTEGER NOT NULL,
    model_version INTEGER NOT NULL,
    prefix VARCHAR NOT NULL,
    writer BIGINT NOT NULL,
    transactions BIGINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE proposal_entries (
    vacancy_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    section VARCHAR NOT NULL,
    place INTEGER NOT NULL,
    candidate_id VARCHAR NOT NULL,
    rating VARCHAR,
    tier VARCHAR,
    total INTEGER,
    remark TEXT NOT NULL,
    warnings JSON NOT NULL,
    answers JSON NOT NULL,
    PRIMARY KEY (vacancy_id, revision, section, place)
);

CREATE INDEX proposal_entries_by_candidate ON proposal_entries (candidate_id);

CREATE TABLE proposal_revisions (
    vacancy_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    proposal_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    job_group VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    vacancy_version INTEGER NOT NULL,
    title VARCHAR,
    country VARCHAR,
    city_code VARCHAR,
    start_by DATE,
    path VARCHAR NOT NULL,
    reason TEXT NOT NULL,
    considered INTEGER,
    eligible INTEGER,
    stage VARCHAR,
    reviewed_revision INTEGER,
    rule_set_id VARCHAR,
    rule_set_version INTEGER,
    decision_version INTEGER NOT NULL,
    as_of DATE NOT NULL,
    log VARCHAR NOT NULL,
    log_partition INTEGER NOT NULL,
    log_count BIGINT NOT NULL,
    event_id VARCHAR NOT NULL,
    occurred_at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    document JSON NOT NULL,
    PRIMARY KEY (vacancy_id, revision)
);

CREATE TABLE proposals (
    vacancy_id VARCHAR NOT NULL,
    revision INTEGER NOT NULL,
    proposal_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    job_group VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    vacancy_version INTEGER NOT NULL,
    title VARCHAR,
    country VARCHAR,
    city_code VARCHAR,
    start_by DATE,
    path VARCHAR NOT NULL,
    reason TEXT NOT NULL,
    considered INTEGER,
    eligible INTEGER,
    stage VARCHAR,
    reviewed_revision INTEGER,
    rule_set_id VARCHAR,
    rule_set_version INTEGER,
    decision_version INTEGER NOT NULL,
    as_of DATE NOT NULL,
    log VARCHAR NOT NULL,
    log_partition INTEGER NOT NULL,
    log_count BIGINT NOT NULL,
    event_id VARCHAR NOT NULL,
    occurred_at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    PRIMARY KEY (vacancy_id)
);

CREATE INDEX proposals_by_status ON proposals (status, job_group);

CREATE TABLE rejected (
    topic VARCHAR NOT NULL,
    topic_partition INTEGER NOT NULL,
    topic_offset BIGINT NOT NULL,
    reason VARCHAR NOT NULL,
    detail TEXT NOT NULL,
    remedy TEXT NOT NULL,
    event_type VARCHAR,
    "key" BLOB,
    value BLOB,
    value_size INTEGER NOT NULL,
    value_sha256 VARCHAR NOT NULL,
    event_id VARCHAR NOT NULL,
    occurred_at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    PRIMARY KEY (topic, topic_partition, topic_offset)
);

CREATE TABLE roster (
    candidate_id VARCHAR NOT NULL,
    job_group VARCHAR NOT NULL,
    grade VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    status VARCHAR NOT NULL,
    rating VARCHAR,
    bases VARCHAR NOT NULL,
    valid_from DATE,
    valid_until DATE,
    reason TEXT NOT NULL,
    as_of DATE NOT NULL,
    log VARCHAR NOT NULL,
    log_partition INTEGER NOT NULL,
    log_count BIGINT NOT NULL,
    event_id VARCHAR NOT NULL,
    occurred_at DATETIME NOT NULL,
    recorded_at DATETIME NOT NULL,
    PRIMARY KEY (candidate_id, job_group, grade)
);

CREATE INDEX roster_by_profile ON roster (job_group, grade, status);

CREATE TABLE source_positions (
    topic VARCHAR NOT NULL,
    topic_partition INTEGER NOT NULL,
    topic_id VARCHAR NOT NULL,
    next_offset BIGINT NOT NULL,
    PRIMARY KEY (topic, topic_partition)
);
