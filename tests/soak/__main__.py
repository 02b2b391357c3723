"""`make soak`: two hundred readers of the server's stream for two minutes, and nothing is lost."""

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.soak.readers import Reader, read_along
from tests.soak.server import served
from tests.soak.writer import Writer


@click.command()
@click.option("--readers", default=200, show_default=True, help="Streams open at once.")
@click.option("--seconds", default=120, show_default=True, help="For how long is written.")
@click.option("--per-second", default=20, show_default=True, help="Revisions written.")
def soak(readers: int, seconds: int, per_second: int) -> None:
    """Write revisions into a read model while many read them as server-sent events.

    Every tenth reader leaves every few seconds, without a word, and comes back with the id of the
    last event that it had; every twentieth reads slowly. Each must get every event exactly once
    and in order.

    Exit code: 0 nothing was lost or doubled, 1 something was.
    """
    with TemporaryDirectory(prefix="pathways-soak-") as folder:
        writer = Writer(Path(folder))
        with served(Path(folder), writer.url) as server:
            click.echo(f"{readers} readers at {server.address}, {seconds} s", err=True)
            done = asyncio.run(_soak(server.address, writer, readers, seconds, per_second))
            resident = server.resident_mib()
    _tell(done, writer, resident)


async def _soak(
    address: str, writer: Writer, readers: int, seconds: int, per_second: int
) -> list[Reader]:
    made = [Reader(number, writer) for number in range(readers)]
    tasks = [asyncio.create_task(read_along(one, address)) for one in made]
    await asyncio.gather(*(one.connected.wait() for one in made))
    for second in range(seconds):
        began = asyncio.get_running_loop().time()
        await asyncio.to_thread(writer.write, per_second)
        click.echo(f"\r{second + 1:4} s  {writer.written} written", nl=False, err=True)
        await asyncio.sleep(max(0.0, 1 - (asyncio.get_running_loop().time() - began)))
    writer.over = True
    click.echo("", err=True)
    done, late = await asyncio.wait(tasks, timeout=60)
    for one in late:
        one.cancel()
    for one in done:
        one.result()
    return made


def _tell(readers: list[Reader], writer: Writer, resident_mib: float) -> None:
    lost = sum(one.missing for one in readers)
    doubled = sum(one.doubled for one in readers)
    times = sorted(time for one in readers for time in one.times_ms)
    figures = {
        "readers": len(readers),
        "events": writer.written,
        "deliveries": sum(one.received for one in readers),
        "lost": lost,
        "doubled_or_out_of_order": doubled,
        "came_back": sum(one.came_back for one in readers),
        "delivery_ms_p50": round(times[len(times) // 2], 1),
        "delivery_ms_p99": round(times[len(times) * 99 // 100], 1),
        "server_resident_mib": round(resident_mib, 1),
    }
    click.echo(json.dumps(figures, indent=2))
    sys.exit(1 if lost or doubled else 0)


if __name__ == "__main__":
    soak()
