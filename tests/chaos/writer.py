"""The process that is killed: opens the ledger as any Guiju process does, writes from several threads, and seals.

`python -m tests.chaos.writer SEED MOST NUMBER:LAST NUMBER:LAST …` – how many submissions each thread makes (0: until it
is killed), where it goes on, and what it may correct. Every acknowledged submission is one line `thread number
was-recorded-before id id …` on standard output, written at once.
"""

import os
import sys
import threading
import time

from tests.chaos.workload import CLERK, correctable, submission

from guiju.project.ledger.opening import opened_ledger

SEAL_EVERY = 0.1
PAUSE = 0.002
"""A client thinks for a moment; on two cores this leaves room for the sealer."""


def say(line: str) -> None:
    """One line, in one write: a kill leaves a whole line or none."""
    os.write(1, f"{line}\n".encode())


def write_on(seed: int, most: int, thread: int, number: int, last: int | None) -> None:
    """Submit one after another, and acknowledge each."""
    from guiju.facts.commands import append

    ends = number + most
    while not most or number < ends:
        said = submission(seed, thread, number, last)
        done = append(said.drafts, actor=CLERK, idem_key=said.key)
        say(f"{thread} {number} {int(done.is_repeat)} {' '.join(str(one) for one in done.ids)}")
        last = correctable(said, done.ids)
        number += 1
        time.sleep(PAUSE)


def seal_on(stop: threading.Event) -> None:
    """Seal what waits, as the running service does; at the end everything."""
    from guiju.facts.seal.sealer import seal

    while not stop.wait(SEAL_EVERY):
        seal()
    while seal():
        pass


def stop_at_error(arguments: threading.ExceptHookArgs) -> None:
    """A client that was told an error stops; the parent decides whether there was a reason."""
    say(f"error {getattr(arguments.exc_value, 'code', '')} {arguments.exc_value!r}"[:300].replace("\n", " "))
    os._exit(3)


def main() -> None:
    """Write until killed."""
    seed, most, places = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    threading.excepthook = stop_at_error
    with opened_ledger():
        stop, threads = threading.Event(), []
        sealer = threading.Thread(target=seal_on, args=(stop,))
        for thread, place in enumerate(places):
            number, last = place.split(":")
            threads.append(
                threading.Thread(target=write_on, args=(seed, most, thread, int(number), int(last) if last else None))
            )
        for one in (sealer, *threads):
            one.start()
        say("ready")
        for one in threads:
            one.join()
        stop.set()
        sealer.join()


if __name__ == "__main__":
    main()
