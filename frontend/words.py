"""What the browser's own modules say. The page hands it to them in its language, as JSON.

``{count}``, ``{name}`` and their like are filled by the module; ``one`` and ``other`` are picked by number.
"""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "waiting": _("En attente du réseau"),
    "sending": _("Envoi…"),
    "sent": _("Envoyé"),
    "again": _("À renvoyer"),
    "send_again": _("Renvoyer"),
    "take_back": _("Reprendre le texte"),
    "broken": _("Quelque chose a cassé chez nous (référence {reference}). Vos mots sont gardés."),
    "you": _("Vous"),
    "published": _("Votre message est publié."),
    "answered": _("Votre réponse est publiée."),
    "fresh_one": _("1 nouveau message · Afficher"),
    "fresh_other": _("{count} nouveaux messages · Afficher"),
    "said_one": _("1 nouveau message."),
    "said_other": _("{count} nouveaux messages."),
    "answers_one": _("1 nouvelle réponse."),
    "answers_other": _("{count} nouvelles réponses."),
    "comments_one": _("1 réponse"),
    "comments_other": _("{count} réponses"),
    "typing_one": _("{name} écrit…"),
    "typing_two": _("{name} et {other} écrivent…"),
    "typing_many": _("Plusieurs personnes écrivent…"),
    "present_one": _("1 personne ici"),
    "present_other": _("{count} personnes ici"),
    "others": _("et {count} autres"),
    "offline": _("Hors connexion : ce que vous écrivez est gardé ici."),
    "online": _("De nouveau en ligne."),
    "stale": _("La page a changé depuis que vous l’avez ouverte."),
    "reload": _("Recharger la page"),
    "signed_out": _("Vous êtes sorti·e. Rentrez pour continuer ; vos mots sont gardés ici."),
    "enter": _("Rentrer"),
    "too_many": _("Trop de pages du Hub sont ouvertes. Fermez-en une, puis rechargez celle-ci."),
    "quieted": _("L’équipe vous a mis en silence ici. Vous pouvez lire, et lui parler."),
    "quieted_them": _(
        "C’est fait : cette personne peut lire, plus écrire. Vous lui rendrez la parole en coulisses."
    ),
    "removed_them": _("C’est fait : cette personne n’est plus ici. Vous la réadmettrez en coulisses."),
    "empty": _("Écrivez quelques mots avant de publier."),
    "too_long": _("C’est trop long : {count} signes, pour {most} au plus."),
    "closed": _("Cette fabrique est terminée : on peut la lire, plus y écrire."),
    "meeting_live": _("La rencontre « {title} » a lieu maintenant."),
    "meeting_over": _("La rencontre « {title} » est terminée."),
    "meeting_cancelled": _("La rencontre « {title} » est annulée."),
    "artist": _("artiste"),
    "staff": _("équipe"),
    "just_now": _("à l’instant"),
    "minutes": _("il y a {count} min"),
    "hours": _("il y a {count} h"),
}


def words() -> dict[str, str]:
    """Every sentence in the language active now."""
    return {name: str(sentence) for name, sentence in WORDS.items()}
