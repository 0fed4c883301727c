"""Measure the contrast of colours as WCAG 2.2 defines it (relative luminance, ratio 1 to 21)."""

from django.utils.translation import gettext_lazy as _

from people.refusals import Refusal

INKS = ("#160600", "#ffffff")
LEAST = 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(hot: str) -> str:
    """Return the ink that reads best on ``hot``. Raises ``contrast_low`` when neither ink reaches 4.5."""
    best = max(INKS, key=lambda ink: ratio(ink, hot))
    if ratio(best, hot) < LEAST:
        raise Refusal(
            "contrast_low",
            _("On ne lirait pas bien un texte sur cette couleur. Prenez-la plus claire ou plus foncée."),
            "hot",
        )
    return best


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
