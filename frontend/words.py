"""What the browser's own modules say. The page hands it to them in its language, as JSON.

``{count}``, ``{name}`` and their like are filled by the module; ``one`` and ``other`` are picked by number.
"""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "waiting": _("En attente du réseau"),
    "sent": _("Envoyé"),
    "again": _("À renvoyer"),
    "send_again": _("Renvoyer"),
    "discard": _("Jeter"),
    "published": _("Votre message est publié."),
    "fresh_one": _("1 nouveau message · Afficher"),
    "fresh_other": _("{count} nouveaux messages · Afficher"),
    "said_one": _("1 nouveau message."),
    "said_other": _("{count} nouveaux messages."),
    "comments_one": _("1 réponse"),
    "comments_other": _("{count} réponses"),
    "typing_one": _("{name} écrit…"),
    "typing_two": _("{name} et {other} écrivent…"),
    "typing_many": _("Plusieurs personnes écrivent…"),
    "present_one": _("1 personne ici"),
    "present_other": _("{count} personnes ici"),
    "offline": _("Hors connexion : ce que vous écrivez est gardé ici."),
    "online": _("De nouveau en ligne."),
    "connecting": _("Connexion…"),
    "stale": _("La page a changé depuis que vous l’avez ouverte."),
    "reload": _("Recharger la page"),
    "removed": _("L’équipe vous a retiré·e de cet espace."),
    "signed_out": _("Vous êtes sorti·e. Rentrez pour continuer ; vos mots sont gardés ici."),
    "closed": _("Cette fabrique est terminée : on peut la lire, plus y écrire."),
    "opened": _("La fabrique ouvre. Entrez."),
    "withdrawn": _("Message retiré."),
    "undo": _("Annuler"),
    "draft_kept": _("Brouillon gardé."),
    "failed": _("Cela n’a pas marché. Vos mots sont gardés ; essayez encore."),
    "edited": _("modifié"),
    "artist": _("artiste"),
    "staff": _("équipe"),
    "just_now": _("à l’instant"),
}


def words() -> dict[str, str]:
    """Every sentence in the language active now."""
    return {name: str(sentence) for name, sentence in WORDS.items()}
