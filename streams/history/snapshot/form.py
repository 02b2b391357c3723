"""What stands in a snapshot's files: the records of one partition each, as any Avro tool reads."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from fastavro import parse_schema

from streams.engine.stage import Headers
from streams.history.logs import Place

FORMAT = "pathways-snapshot"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
CODEC = "deflate"
COMPRESSION_LEVEL = 1
"""The usual level, 6, takes twice as long and saves a tenth."""
BLOCK_BYTES = 256 * 1024
"""Before compression: what a reader holds at a time, and then the records of as much."""

SCHEMA: Any = parse_schema(
    {
        "type": "record",
        "name": "SavedRecord",
        "namespace": "pathways.snapshot",
        "doc": "One Kafka record of the partition that the file's metadata names.",
        "fields": [
            {"name": "count", "type": "long", "doc": "Its number in the log; the first is 1."},
            {"name": "offset", "type": "long", "doc": "Where Kafka had it; it may leave holes."},
            {"name": "timestamp", "type": "long", "doc": "Milliseconds since the epoch."},
            {"name": "key", "type": ["null", "bytes"]},
            {"name": "value", "type": ["null", "bytes"]},
            {
                "name": "headers",
                "type": {
                    "type": "array",
                    "items": {
                        "type": "record",
                        "name": "Header",
                        "fields": [
                            {"name": "name", "type": "string"},
                            {"name": "value", "type": ["null", "bytes"]},
                        ],
                    },
                },
            },
        ],
    }
)


class SavedRecord(NamedTuple):
    """A record as a fold sees it."""

    topic: str
    """With the prefix under which it was saved."""
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers = ()


def file_name(place: Place) -> str:
    return f"{place.topic}-{place.partition}.avro"


def metadata(place: Place, prefix: str) -> Mapping[str, str]:
    """What the file says about itself, for whoever meets it alone."""
    return {
        "pathways.topic": place.topic,
        "pathways.partition": str(place.partition),
        "pathways.prefix": prefix,
    }


def sync_marker(place: Place) -> bytes:
    """What parts the blocks of a file: drawn from its name, so that equal logs make equal files."""
    return sha256(f"{FORMAT}\x1f{place}".encode()).digest()[:16]
