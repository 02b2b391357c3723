"""The hard rules, each written once over columns, and the standing of a membership on a day."""
