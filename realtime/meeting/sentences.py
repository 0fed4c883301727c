"""The sentences that a meeting says to a person: why they are out, or why a command is refused."""

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.pacing import TOO_FAST

WHY_OUT: dict[str, Promise | str] = {
    "left": "",
    "ended": _("La rencontre est terminée."),
    "removed": _("On vous a fait sortir de cette rencontre. L’équipe peut en parler avec vous."),
    "denied": _("On ne vous a pas ouvert cette fois-ci. Vous pouvez frapper de nouveau."),
    "elsewhere": _("La rencontre continue dans une autre page, ouverte avec votre nom."),
    "locked": _("La porte est fermée à clé : plus personne n’entre pour le moment."),
    "not_allowed": _("Vous ne pouvez pas entrer dans cette rencontre."),
    "full": _("La rencontre est complète. Réessayez si quelqu’un sort."),
    "recorded": _("Cette rencontre est enregistrée. Dites que vous êtes d’accord pour y entrer."),
    "interrupted": _("La rencontre reprend dans un instant…"),
}
WHY_NOT: dict[str, Promise] = {
    "not_host": _("Seules les personnes qui mènent la rencontre peuvent faire cela."),
    "not_reader": _("Seules la personne qui lit et celles qui mènent la rencontre tournent les pages."),
    "last_host": _("Personne d’autre ne mène la rencontre en ce moment. Donnez d’abord ce rôle à quelqu’un."),
    "not_here": _("Cette personne n’est plus là."),
    "is_host": _("On ne fait pas sortir une personne qui mène la rencontre."),
    "silenced": _("On a coupé votre micro. Levez la main pour demander la parole."),
    "floor_closed": _("La parole n’est pas ouverte à tout le monde. Levez la main pour la demander."),
    "quieted": _("L’équipe vous a mis en silence ici : vous pouvez parler, pas écrire de sous-titres."),
    "screen_taken": _("Quelqu’un montre déjà son écran. Attendez qu’il ait fini."),
    "sign_unknown": _("Ce signe n’existe pas dans cette fabrique."),
    "no_such_group": _("Ce groupe n’existe pas."),
    "not_agreed": _("Quelqu’un ne souhaite pas être enregistré : l’enregistrement n’a pas lieu."),
    "agrees_no_more": _("Quelqu’un ne souhaite plus être enregistré : l’enregistrement s’arrête."),
    "recording_erased": _("Quelqu’un a retiré son accord : ce qui avait été enregistré est effacé."),
    "recording_failed": _("L’enregistrement s’est arrêté : il a manqué quelque chose à la machine."),
    "bad_description": _("Votre navigateur a envoyé ce que la maison ne comprend pas. Rechargez la page."),
    "bad_media": _("Votre navigateur a envoyé ce que la maison ne comprend pas. Rechargez la page."),
    "too_fast": TOO_FAST,
    "media_away": _("Le son et l’image ne passent plus pour le moment. Ils reviendront d’eux-mêmes."),
    "no_way": _(
        "Votre réseau et celui d’une autre personne ne se joignent pas, et la maison ne peut pas porter"
        " le son et l’image en ce moment. Essayez avec un autre réseau, celui de votre téléphone par exemple."
    ),
    "no_answer": _("La rencontre ne répond pas pour le moment. Nouvel essai dans un instant."),
}


def why_out(reason: str, language: str) -> str:
    """Return the sentence for the ``reason`` why somebody is out."""
    return _spoken(WHY_OUT[reason], language)


def why_not(code: str, language: str) -> str:
    """Return the sentence for the ``code`` with which a command is refused."""
    return _spoken(WHY_NOT[code], language)


def _spoken(sentence: Promise | str, language: str) -> str:
    with translation.override(language):
        return str(sentence)
