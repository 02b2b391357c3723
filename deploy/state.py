"""A stage's state as its compacted topic has it: the last record of each key."""

from collections.abc import Collection, Iterator

from streams.history.logs import LogReader, places


def state_records(
    reader: LogReader, topic: str, kinds: Collection[bytes] | None = None
) -> Iterator[tuple[bytes, bytes]]:
    """What a stage restores itself from; what was erased is left out.

    `kinds`: only records whose keys begin with one of these and a bar.
    """
    held: dict[bytes, bytes | None] = {}
    for place in places(reader, topic):
        for chunk in reader.read(place):
            for record in chunk:
                if record.key is None:
                    continue
                if kinds is None or record.key.split(b"|", 1)[0] in kinds:
                    held[record.key] = record.value
    for key, value in held.items():
        if value is not None:
            yield key, value
