"""People who ask for one page again and again: ``python -m tests.bench.page_readers PORT PATH KEY…`` until
its input ends; then it prints how many pages came, and how many requests were refused.

In a process of their own: beside the clients that hear events, each would wait for the other's interpreter.
"""

import http.client
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from realtime.serve.options import HOUSE

OK = 200


@dataclass
class PageReaders:
    """People with a session each, who read ``path``; ``pages`` and ``refused`` are known once they end."""

    port: int
    path: str
    keys: Sequence[str]
    pages: int = 0
    refused: int = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Ask for pages until the block ends. Raises ``CalledProcessError`` where the readers broke off."""
        # They yield to whoever hears events, and to the server: people have machines of their own.
        command = ["nice", "-n", "5", sys.executable, "-P", "-m", "tests.bench.page_readers"]
        words = [str(self.port), self.path, *self.keys]
        with subprocess.Popen(
            [*command, *words], cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as readers:
            assert readers.stdout is not None
            readers.stdout.readline()  # they have begun
            try:
                yield
            finally:
                told, _errors = readers.communicate()
        if readers.returncode:
            raise subprocess.CalledProcessError(readers.returncode, command)
        self.pages, self.refused = map(int, told.split())


def main(port: str, path: str, *keys: str) -> None:
    """Read with one thread for each of ``keys`` until the input ends."""
    over, statuses = threading.Event(), Counter[int]()
    threads = [threading.Thread(target=_read, args=(int(port), path, key, statuses, over)) for key in keys]
    for thread in threads:
        thread.start()
    print("reading", flush=True)
    sys.stdin.read()
    over.set()
    for thread in threads:
        thread.join()
    print(statuses[OK], statuses.total() - statuses[OK])


def _read(port: int, path: str, key: str, statuses: Counter[int], over: threading.Event) -> None:
    headers = {"Cookie": f"sessionid={key}", "Accept-Encoding": "gzip"}
    while not over.is_set():
        line = http.client.HTTPConnection("127.0.0.1", port)
        line.request("GET", path, None, headers)
        answer = line.getresponse()
        answer.read()
        line.close()
        statuses[answer.status] += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
