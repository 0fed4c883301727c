"""What the log must not keep: the secret of a card opens the door to whoever reads it."""

import logging
import re

_CARD = re.compile(r"(/carte/)[^/\s]+")


class NoSecrets(logging.Filter):
    """Lets every record through, without the secrets that its addresses bear."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _CARD.sub(r"\1…", record.getMessage()), None
        record.__dict__.pop("request", None)  # Django's own, whose address would be a field of its JSON line
        return True
