"""``{{ phase|facts }}``: what a phase is, in a few words, for whoever composes."""

from django import template
from django.utils.translation import gettext as _

from frontend.templatetags.score import long
from rooms.sessions.models import Phase

register = template.Library()
Kind, Order = Phase.Kind, Phase.Order


@register.filter
def facts(phase: Phase) -> list[str]:
    """List what the score says of ``phase`` beside its title, words and length."""
    said = [_of_its_kind(phase)]
    if phase.writers == Phase.Writers.LEADERS and phase.kind not in (Kind.REVEAL, Kind.SILENCE):
        said.append(_("vous seul·e publiez"))
    if phase.until_finished and phase.kind != Kind.REVEAL:
        said.append(_("passe dès que tout le monde a fini"))
    if phase.read_first:
        said.append(_("lu par l’équipe avant de paraître"))
    return [fact for fact in said if fact]


def _of_its_kind(phase: Phase) -> str:
    if phase.kind == Kind.REVEAL:
        return _order(phase)
    if phase.kind == Kind.SILENCE:
        return _("chacun pour soi, rien ne se voit")
    return _groups(phase) if phase.kind == Kind.MEET else ""


def _order(phase: Phase) -> str:
    pace = {"pace": long(phase.pace)}
    return {
        Order.TOGETHER: _("tous les textes à la fois"),
        Order.PACED: _("un texte toutes les %(pace)s") % pace,
        Order.LOT: _("un texte tiré au sort toutes les %(pace)s") % pace,
        Order.TAPPED: _("un texte après l’autre, quand vous touchez le bouton"),
    }[Order(phase.order)]


def _groups(phase: Phase) -> str:
    if phase.group_size == 2:
        return _("par deux")
    return _("par groupes de %(size)d") % {"size": phase.group_size} if phase.group_size else ""
