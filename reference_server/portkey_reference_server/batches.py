"""Writes of calls that wait together, in one transaction: the disk is waited for once, not for each.

Each call's work is done in a savepoint of its own, so that one that is refused takes nobody along, and no
call is answered before the transaction is committed. Where anything else goes wrong before that, nothing of
the batch is kept, and each call's work is done again in a transaction of its own.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from .errors import ApiError

Work = Callable[[Session], Any]

_MOST_AT_ONCE = 32
_THREADS = 8


@dataclass(frozen=True)
class _Job:
    work: Work
    future: Future[Any]
    context: Context = field(default_factory=copy_context)
    """What the caller's context says, the clock among it, holds for the work, too."""

    def run(self, session: Session) -> Any:
        return self.context.run(self.work, session)


class Batches:
    """The writes that wait, by the lock that they need: with one lock, one thread writes at a time."""

    def __init__(
        self,
        alone: Callable[[str, Work], Any],
        writing: Callable[[str], AbstractContextManager[Session]],
        lock_of: Callable[[str], str],
    ) -> None:
        """`alone` does one work in an organisation and commits it, `writing` is a transaction for several,
        and `lock_of` names the lock that an organisation's writes need.
        """
        self._alone = alone
        self._writing = writing
        self._lock_of = lock_of
        self._mutex = threading.Lock()
        self._waiting: dict[tuple[str, str], deque[_Job]] = {}
        self._under_way: set[str] = set()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="writer")

    def submit(self, organisation_id: str, work: Work) -> Future[Any]:
        """Has the work done soon; the future has its result after it is committed."""
        job = _Job(work, Future())
        lock = self._lock_of(organisation_id)
        with self._mutex:
            self._waiting.setdefault((lock, organisation_id), deque()).append(job)
            if lock not in self._under_way:
                self._under_way.add(lock)
                self._threads.submit(self._write_all, lock)
        return job.future

    def close(self) -> None:
        """Waits for what is under way."""
        self._threads.shutdown()

    def _write_all(self, lock: str) -> None:
        while True:
            with self._mutex:
                of_lock = next((key for key in self._waiting if key[0] == lock), None)
                if of_lock is None:
                    self._under_way.discard(lock)
                    return
                waiting = self._waiting.pop(of_lock)
                jobs = [waiting.popleft() for _ in range(min(len(waiting), _MOST_AT_ONCE))]
                if waiting:
                    self._waiting[of_lock] = waiting  # behind those of others
            jobs = [job for job in jobs if job.future.set_running_or_notify_cancel()]
            if len(jobs) > 1:
                self._write_together(of_lock[1], jobs)
            else:
                self._write_each(of_lock[1], jobs)

    def _write_each(self, organisation_id: str, jobs: Sequence[_Job]) -> None:
        for job in jobs:
            try:
                result = self._alone(organisation_id, job.run)
            except BaseException as error:  # whoever waits for it gets it
                job.future.set_exception(error)
            else:
                job.future.set_result(result)

    def _write_together(self, organisation_id: str, jobs: Sequence[_Job]) -> None:
        results: list[tuple[_Job, Any, ApiError | None]] = []
        is_asked_to_commit = False
        try:
            with self._writing(organisation_id) as session:
                connection = session.connection()
                for job in jobs:
                    results.append(_in_savepoint(connection, job))
                is_asked_to_commit = True
        except BaseException as error:
            if not is_asked_to_commit:
                self._write_each(organisation_id, jobs)
                return
            for job in jobs:  # nobody knows whether it was committed
                job.future.set_exception(error)
            return
        for job, result, refusal in results:
            if refusal is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(refusal)


def _in_savepoint(connection: Connection, job: _Job) -> tuple[_Job, Any, ApiError | None]:
    # A session for each: what one remembers of a row, another's statement may have changed.
    try:
        with Session(connection, join_transaction_mode="create_savepoint") as session, session.begin():
            return job, job.run(session), None
    except ApiError as refusal:
        return job, None, refusal
