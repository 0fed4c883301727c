"""Sentences of the JavaScript modules. Each page holds them as JSON, in its language.

The modules fill the placeholders (``{count}``, ``{name}``), and choose ``…_one`` or ``…_other`` by number.
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
    "fresh_one": _("1 nouveau"),
    "fresh_other": _("{count} nouveaux"),
    "said_one": _("1 nouveau message."),
    "said_other": _("{count} nouveaux messages."),
    "said_in": _("« {place} » : {told}."),
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
    "offline_unkept": _("Hors connexion, et cet appareil ne garde rien : laissez cette page ouverte."),
    "unkept": _("Cet appareil ne garde pas ce que vous écrivez : publiez-le avant de quitter cette page."),
    "online": _("De nouveau en ligne."),
    "stale": _("La page a changé depuis que vous l’avez ouverte."),
    "reload": _("Recharger la page"),
    "signed_out": _("Vous êtes sorti·e. Rentrez pour continuer ; vos mots sont gardés ici."),
    "enter": _("Rentrer"),
    "too_many": _("Trop de pages du Hub sont ouvertes. Fermez-en une, puis rechargez celle-ci."),
    "quieted": _("L’équipe vous a mis en silence ici. Vous pouvez lire, et lui répondre."),
    "quieted_them": _("{name} lit et n’écrit plus ici."),
    "unquieted_them": _("{name} peut de nouveau écrire ici."),
    "give_voice_back": _("Lui rendre la parole"),
    "removed_them": _("{name} n’est plus ici."),
    "readmitted_them": _("{name} peut revenir ici."),
    "readmit": _("Réadmettre"),
    "put_away": _("Fermer"),
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
    "left_days_one": _("encore {count} jour"),
    "left_days_other": _("encore {count} jours"),
    "left_hours_one": _("encore {count} heure"),
    "left_hours_other": _("encore {count} heures"),
    "left_minutes_one": _("encore {count} minute"),
    "left_minutes_other": _("encore {count} minutes"),
    "over": _("Terminée"),
    "conduct_now": _("Maintenant : {title}."),
    "conduct_offline": _("Pas de réseau : rien n’est parti. La séance continue toute seule."),
    "conduct_unanswered": _("La maison n’a pas répondu. Regardez où en est la séance, puis recommencez."),
    "conduct_ended": _("La séance est finie. Ce que vous écrivez est gardé : envoyez-le, puis rechargez."),
    "conduct_said": _("C’est dit : tout le monde le voit dans le fil."),
    "lead_word": _("Un mot de {name}, à l’équipe."),
    "conduct_writing_one": _("{count} écrit"),
    "conduct_writing_other": _("{count} écrivent"),
    "conduct_finished_one": _("{count} a fini"),
    "conduct_finished_other": _("{count} ont fini"),
    "conduct_revealed": _("{count} sur {of} dévoilés"),
    "conduct_here_one": _("{count} ici"),
    "conduct_here_other": _("{count} ici"),
    "conduct_away_one": _("{count} n’est plus là"),
    "conduct_away_other": _("{count} ne sont plus là"),
    "conduct_of": _("sur"),
    "conduct_since": _("depuis le début"),
    "length_seconds": _("{seconds} s"),
    "length_minutes": _("{minutes} min"),
    "length_both": _("{minutes} min {seconds}"),
}


def counted(key: str, count: int) -> str:
    """Return the sentence for ``count`` of something, as the modules do."""
    return str(WORDS[f"{key}_{'one' if count < 2 else 'other'}"]).format(count=count)


def words() -> dict[str, str]:
    """Return every sentence, by its key, in the active language."""
    return {name: str(sentence) for name, sentence in WORDS.items()}
