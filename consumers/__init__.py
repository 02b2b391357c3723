"""Results leave: typed subscribers, webhooks, the SQL read model, the HTTP API and the console.

From the log up: `log_reader`, `subscription`, `inbox` and `webhooks` read Kafka; `projection` keeps
what was read as rows; `questions` ask those; `web` knows who asks and what is new; `api` and
`console` answer; `server` is all of it as one app.
"""
