"""Work on many partitions in several processes, with word of how far each has come."""

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context
from multiprocessing.queues import Queue
from queue import Empty
from typing import Any, TypeVar

Tell = Callable[[str, int], None]
"""Called with the name of a part and how many of its records are done by now."""
Task = TypeVar("Task")
Result = TypeVar("Result")

COLLECT_AFTER_OBJECTS = 50_000
LOOK_S = 0.1
_SAID: "Queue[tuple[str, int]] | None" = None
"""In a process of ours: where it says how far it is."""


def in_processes(
    work: Callable[[Task, Tell], Result],
    tasks: Sequence[Task],
    processes: int,
    tell: Tell,
    *,
    apart: bool = False,
) -> list[Result]:
    """`work` on each task, the results in the order of the tasks.

    `work` is a module's function, and tasks and results can be pickled. With one process it is
    called right here, unless it is to be `apart`. What it raises is raised; the tasks that have
    not begun are dropped.
    """
    if not apart and (processes == 1 or len(tasks) <= 1):
        return [work(task, tell) for task in tasks]
    # A fork would take over this process's threads and sockets in whatever state they are.
    context = get_context("spawn")
    said: Queue[tuple[str, int]] = context.Queue()
    workers = min(processes, len(tasks))
    with ProcessPoolExecutor(workers, context, _listen, (said,)) as pool:
        futures = [pool.submit(_worked, work, task) for task in tasks]
        waiting = set(futures)
        try:
            while waiting:
                finished, waiting = wait(waiting, LOOK_S, FIRST_COMPLETED)
                for part, records in _new(said):
                    tell(part, records)
                for future in finished:
                    future.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        return [future.result() for future in futures]


def _listen(said: "Queue[tuple[str, int]]") -> None:
    # Folds make objects that stay, and no cycles: to look through them again and again is for
    # nothing.
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER_OBJECTS, 20, 100)
    global _SAID  # noqa: PLW0603 - an initializer has no other way to hand over a queue
    _SAID = said


def _worked(work: Callable[[Any, Tell], Any], task: Any) -> Any:
    return work(task, _say)


def _say(part: str, records: int) -> None:
    if _SAID is not None:
        _SAID.put((part, records))


def _new(said: "Queue[tuple[str, int]]") -> Iterator[tuple[str, int]]:
    try:
        while True:
            yield said.get_nowait()
    except Empty:
        return
