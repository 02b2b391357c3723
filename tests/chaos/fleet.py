"""Worker processes, to be started, killed, paused and told to leave."""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.ready_process import ReadyProcess

SAY = Callable[[str], None]


@dataclass
class Member:
    """One worker process and where its log is."""

    name: str
    process: ReadyProcess
    paused: bool = False


class Fleet:
    """Runs one module several times over; a worker that ended by itself is started again."""

    def __init__(self, command: Sequence[str], logs: Path, say: SAY) -> None:
        self._command, self._logs, self._say = command, logs, say
        self._started = 0
        self.members: list[Member] = []
        self.ended_themselves = 0

    def start(self) -> Member:
        self._started += 1
        name = f"worker-{self._started}"
        module, *arguments = self._command
        member = Member(name, ReadyProcess(module, arguments, self._logs / f"{name}.log"))
        self.members.append(member)
        return member

    def kill(self, member: Member) -> None:
        """As a power cut does it: nothing is finished, nothing is said."""
        member.process.kill()
        member.process.wait()
        self.members.remove(member)

    def pause(self, member: Member) -> None:
        member.process.send_signal(signal.SIGSTOP)
        member.paused = True

    def resume(self, member: Member) -> None:
        member.process.send_signal(signal.SIGCONT)
        member.paused = False

    def wait_until_stopped(self, member: Member, timeout_s: float = 20.0) -> None:
        """Until the process has stopped itself with SIGSTOP."""
        until = time.monotonic() + timeout_s
        while _state(member.process.pid) != "T":
            assert time.monotonic() < until, f"{member.name} has not stopped itself"
            time.sleep(0.05)
        member.paused = True

    def dismiss(self, member: Member, timeout_s: float = 20.0) -> int:
        """Ask politely; answers the exit status."""
        if member.paused:
            self.resume(member)
        member.process.terminate()
        status = member.process.wait(timeout_s)
        self.members.remove(member)
        return status

    def tend(self) -> None:
        """Start anew what has ended, and say so."""
        for member in list(self.members):
            status = member.process.poll()
            if status is not None:
                self.members.remove(member)
                self.ended_themselves += 1
                again = self.start()
                self._say(f"{member.name} ended with status {status}; {again.name} takes over")

    def kill_all(self) -> None:
        for member in list(self.members):
            self.kill(member)

    def log_of(self, member: Member) -> str:
        return (self._logs / f"{member.name}.log").read_text(errors="replace")

    def all_logs(self) -> str:
        return "".join(
            path.read_text(errors="replace") for path in sorted(self._logs.glob("*.log"))
        )


def _state(pid: int) -> str:
    """As Linux names it: T is stopped by a signal."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
