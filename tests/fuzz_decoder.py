"""Bytes thrown at the decoders of the wire, by hand: ``python -m tests.fuzz_decoder [options of libFuzzer]``.

It needs atheris, which is no dependency: ``uv pip install --target DIR atheris``, then ``PYTHONPATH=.:DIR``.
The decoders are C that it cannot look into, so it keeps nothing of what it finds: it changes the examples of
the wire, blindly but very often.
"""

import os
import sys
from importlib import import_module
from random import Random

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from realtime.wire.answers import Message  # noqa: E402 - models need django.setup()
from realtime.wire.codec import CODECS, MAX_FRAME_BYTES, InvalidMessage  # noqa: E402
from realtime.wire.docgen.examples import ABOUT_COMMANDS, ABOUT_MESSAGES  # noqa: E402
from rooms.command import Command  # noqa: E402

ABOUT_ALL: tuple[Command | Message, ...] = (*ABOUT_COMMANDS, *ABOUT_MESSAGES)
EXAMPLES = [codec.encode(each) for codec in CODECS for each in ABOUT_ALL]


def throw(payload: bytes) -> None:
    """At every decoder: each refuses it, or has understood what can be written and read again."""
    for codec in CODECS:
        for read in (codec.command, codec.message):
            try:
                written = codec.encode(read(payload))
            except InvalidMessage:
                continue
            assert codec.encode(read(written)) == written


def main() -> None:
    atheris = import_module("atheris")

    def change(_payload: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        changed = chance.choice(EXAMPLES)
        for _time in range(chance.randint(1, 8)):
            changed = atheris.Mutate(changed, most)
        return bytes(changed)

    options = [sys.argv[0], f"-max_len={MAX_FRAME_BYTES}", "-len_control=0", *sys.argv[1:]]
    atheris.Setup(options, atheris.instrument_func(throw), custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
