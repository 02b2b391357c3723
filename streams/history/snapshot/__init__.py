"""A checked, portable copy of all logs of a system: a folder of Avro files and their manifest."""
