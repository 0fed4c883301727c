"""Sentences of the JavaScript modules of the meeting page; those of all pages are in frontend/words.py."""

from django.utils.translation import gettext_lazy as _

from frontend.words import words

WORDS = {
    # At the door.
    "camera_on": _("Ouvrir la caméra"),
    "camera_off": _("Couper la caméra"),
    "microphone_on": _("Ouvrir le micro"),
    "microphone_off": _("Couper le micro"),
    "camera_refused": _(
        "Votre navigateur a refusé la caméra. Vous pouvez entrer sans elle. Pour la permettre : touchez"
        " le petit cadenas à côté de l’adresse, en haut, puis « Caméra », puis « Autoriser »."
    ),
    "microphone_refused": _(
        "Votre navigateur a refusé le micro. Vous pouvez entrer et écouter. Pour le permettre : touchez"
        " le petit cadenas à côté de l’adresse, en haut, puis « Micro », puis « Autoriser »."
    ),
    "camera_missing": _("Nous ne trouvons pas de caméra. Vous pouvez entrer sans elle, ou en brancher une."),
    "microphone_missing": _(
        "Nous ne trouvons pas de micro. Vous pouvez entrer et écouter, ou en brancher un."
    ),
    "camera_taken": _(
        "La caméra est prise par un autre programme. Fermez-le, puis essayez encore ; ou entrez sans elle."
    ),
    "microphone_taken": _(
        "Le micro est pris par un autre programme. Fermez-le, puis essayez encore ; ou entrez pour écouter."
    ),
    "camera_lost": _("Votre caméra a été débranchée. Les autres ne vous voient plus."),
    "microphone_lost": _(
        "Votre micro a été débranché. Les autres ne vous entendent plus. Rebranchez-le, puis touchez « "
        "Ouvrir le micro »."
    ),
    "camera_replaced": _("Votre caméra a été débranchée. Nous utilisons maintenant « {name} »."),
    "microphone_replaced": _("Votre micro a été débranché. Nous utilisons maintenant « {name} »."),
    "not_secure": _(
        "À cette adresse, qui n’est pas protégée (http), le navigateur ne prête ni caméra ni micro. "
        "Vous pouvez entrer pour écouter et voir."
    ),
    "level_speak": _("Parlez : la barre doit bouger."),
    "level_heard": _("Nous vous entendons."),
    "level_off": _("Votre micro est coupé."),
    "sound_playing": _(
        "Vous devez entendre trois notes. Sinon, montez le son de l’appareil, ou choisissez un autre "
        "haut-parleur."
    ),
    "network_testing": _("Nous regardons…"),
    "network_house": _("La maison répond."),
    "network_no_house": _(
        "La maison ne répond pas. Vérifiez que d’autres pages s’ouvrent ; si oui, votre réseau bloque "
        "les rencontres : essayez avec le réseau de votre téléphone."
    ),
    "network_direct": _("Le son et l’image trouvent leur chemin."),
    "network_ready": _("Votre navigateur est prêt pour le son et l’image."),
    "network_roundabout": _(
        "Votre réseau bloque le chemin direct du son et de l’image : ils feront un détour."
    ),
    "network_no_way": _(
        "Votre réseau ne laisse pas passer le son et l’image jusqu’à la maison. Essayez avec un autre "
        "réseau, celui de votre téléphone par exemple."
    ),
    "network_no_direct": _(
        "Le navigateur ne laisse pas passer le son et l’image. Essayez un autre navigateur, ou coupez "
        "les extensions qui les bloquent."
    ),
    "network_relay": _("Le relais de la maison répond : même un réseau difficile passera."),
    "network_no_relay": _(
        "Le relais de la maison ne répond pas. Si l’image ne vient pas, essayez avec un autre réseau, "
        "celui de votre téléphone par exemple."
    ),
    "network_relay_later": _(
        "Le relais de la maison, qui aide sur les réseaux difficiles, ne s’essaie qu’une fois qu’on vous a "
        "ouvert."
    ),
    "enter_meeting": _("Entrer dans la rencontre"),
    "enter_without_camera": _("Entrer sans caméra"),
    "enter_without_microphone": _("Entrer sans micro"),
    "enter_with_nothing": _("Entrer pour écouter et voir"),
    # Waiting, going out.
    "waiting_hosted": _("La personne qui mène la rencontre sait que vous êtes là. Elle va vous ouvrir."),
    "waiting_alone": _(
        "La personne qui mène la rencontre n’est pas encore là. Restez ici : elle vous verra en arrivant."
    ),
    "waiting_people": _(
        "La personne qui mène la rencontre n’est pas là en ce moment. Celles qui y sont vous entendent "
        "frapper, et peuvent vous ouvrir."
    ),
    "come_back": _("Revenir"),
    "knock_again": _("Frapper encore"),
    "take_back_here": _("Continuer ici"),
    "try_again": _("Essayer encore"),
    "accept_and_enter": _("J’accepte, entrer"),
    "out_left": _("Vous êtes sorti·e"),
    "out_left_words": _(
        "Votre caméra et votre micro sont coupés. La rencontre continue sans vous : vous pouvez y revenir."
    ),
    "out_ended": _("La rencontre est terminée"),
    "out_ended_words": _(
        "Votre caméra et votre micro sont coupés. Merci d’être venu·e. La conversation continue par écrit."
    ),
    "out_removed": _("On vous a fait sortir"),
    "out_removed_words": _(
        "La personne qui mène la rencontre vous en a fait sortir. Vous pouvez en parler avec l’équipe."
    ),
    "out_denied": _("On ne vous a pas ouvert"),
    "out_denied_words": _(
        "La personne qui mène la rencontre n’a pas ouvert cette fois. Vous pouvez frapper encore."
    ),
    "out_elsewhere": _("Vous êtes ailleurs"),
    "out_elsewhere_words": _(
        "Vous suivez maintenant la rencontre dans une autre page ou sur un autre appareil. Ici, tout "
        "est coupé."
    ),
    "out_locked": _("La porte est fermée"),
    "out_locked_words": _(
        "La rencontre ne laisse plus entrer personne pour le moment. Vous pouvez essayer encore dans "
        "quelques minutes."
    ),
    "out_not_allowed": _("Vous ne pouvez pas entrer"),
    "out_not_allowed_words": _(
        "Cette rencontre n’est pas ouverte pour vous. Vous pouvez en parler avec l’équipe."
    ),
    "out_full": _("Il n’y a plus de place"),
    "out_full_words": _("La rencontre est complète. Dès que quelqu’un sort, vous pouvez entrer."),
    "out_recorded": _("Cette rencontre est enregistrée"),
    "out_recorded_words": _(
        "Les voix et une seule image (la personne mise en lumière, sinon l’écran partagé, sinon la "
        "dernière personne qui a parlé) sont gardées par la maison. Entrez si vous êtes d’accord ; vous "
        "pourrez changer d’avis à tout moment."
    ),
    # In the room: the person's own buttons.
    "microphone_on_mine": _("Ouvrir mon micro"),
    "hand_up": _("Lever la main"),
    "hand_down": _("Baisser la main"),
    "screen_on": _("Partager l’écran"),
    "screen_off": _("Arrêter le partage"),
    "screen_taken": _("{name} partage déjà son écran."),
    "sound_only_on": _("Passer en son seul"),
    "sound_only_off": _("Retrouver l’image"),
    "sounds_on": _("Entendre quand on frappe, entre ou lève la main"),
    "sounds_off": _("Ne plus entendre quand on frappe, entre ou lève la main"),
    "close": _("Fermer"),
    "do_nothing": _("Ne rien faire"),
    "not_now": _("Pas maintenant"),
    # In the room: who and how.
    "you_here": _("{name} (vous)"),
    "screen_of": _("Écran : {name}"),
    "people_one": _("1 personne"),
    "people_other": _("{count} personnes"),
    "rest_one": _("et 1 autre personne"),
    "rest_other": _("et {count} autres personnes"),
    "hands_one": _("1 main levée"),
    "hands_other": _("{count} mains levées"),
    "mark_hand": _("main levée ({turn})"),
    "mark_speaks": _("parle"),
    "mark_muted": _("micro coupé"),
    "mark_silenced": _("en silence"),
    "mark_away": _("revient bientôt"),
    "mark_weak": _("connexion faible"),
    "mark_weak_mine": _("votre connexion est faible"),
    "leads": _("mène la rencontre"),
    "in_group": _("groupe {group}"),
    "in_whole": _("tout le monde"),
    "choices_for": _("Choix pour {name}"),
    "recording": _("on enregistre"),
    "recording_asked": _("on demande à enregistrer"),
    "locked": _("porte fermée"),
    "mark_not_led": _("personne ne mène pour le moment"),
    "sound_only": _("son seul"),
    "minutes_left": _("encore {count} minutes"),
    "minute_last": _("bientôt tous ensemble"),
    "made_protocole": _("a remis un protocole : « {title} »"),
    # In the room: what happens.
    "away": _("La connexion est coupée. Ne touchez à rien : nous revenons tout seuls."),
    "house_away": _(
        "La maison ne répond pas en ce moment : ce n’est pas votre connexion. Ne touchez à rien :"
        " nous revenons tout seuls."
    ),
    "house_carries": _(
        "Vos réseaux ne se joignent pas directement : la maison porte maintenant le son et l’image."
    ),
    "sound_offer": _(
        "C’est votre connexion qui est faible en ce moment. Sans les images, le son passera mieux."
    ),
    "pictures_offer": _("Votre connexion va mieux."),
    "sound_blocked": _("Le navigateur attend votre accord pour faire entendre les voix."),
    "sound_resume": _("Entendre les voix"),
    "knocks": _("{name} frappe à la porte."),
    "came_in": _("{name} est là."),
    "went_out": _("{name} est sorti·e."),
    "raises_hand": _("{name} lève la main."),
    "floor_is_closed": _("La parole se demande : levez la main, on vous la donnera."),
    "floor_is_open": _("Chacun peut de nouveau parler."),
    "recording_began": _("L’enregistrement commence."),
    "recording_ended": _("L’enregistrement est arrêté."),
    "recording_not": _("Il n’y aura pas d’enregistrement : rien n’a été enregistré."),
    "led_no_more": _(
        "{name}, qui menait la rencontre, n’est plus là pour le moment. Vous pouvez continuer à vous parler."
    ),
    "led_again": _("Quelqu’un mène de nouveau la rencontre."),
    "light_on": _("On montre {name} en grand à tout le monde."),
    "text_comes": _("Un instant…"),
    "text_away": _("La liste ne vient pas. Fermez, puis essayez encore."),
    "text_gone": _("Ce texte n’est plus là."),
    "text_place": _("Étape {place} sur {count}"),
    "text_shown": _("Un texte à lire ensemble est affiché."),
    "text_put_away": _("Le texte est rangé."),
    "text_mine": _("C’est vous qui lisez : vous tournez les étapes."),
    "give_to_read": _("Lui donner à lire"),
    "light_mine": _("On vous montre en grand à tout le monde."),
    "light_off": _("Plus personne n’est montré en grand."),
    "captions_begin": _("{name} écrit des sous-titres."),
    "captions_show": _("Voir les sous-titres"),
    "you_silenced": _("La personne qui mène la rencontre a coupé votre micro."),
    "you_are_silenced": _(
        "La personne qui mène la rencontre a coupé votre micro. Levez la main pour demander la parole."
    ),
    "you_given_voice": _("Vous pouvez de nouveau ouvrir votre micro."),
    "you_may_speak": _("On vous donne la parole : vous pouvez ouvrir votre micro."),
    "you_lead": _("Vous menez aussi la rencontre."),
    "you_lead_again": _("Vous menez de nouveau la rencontre."),
    "you_stood_down": _(
        "Vous ne menez plus la rencontre. Pour mener de nouveau : « Personnes », à côté de votre nom."
    ),
    "you_in_group": _("Vous êtes maintenant dans le groupe {group}."),
    "you_in_whole": _("Vous êtes de nouveau avec tout le monde."),
    "asked_to_speak": _("{name} vous invite à parler"),
    "consent_asks": _("Acceptez-vous d’être enregistré·e ?"),
    "consent_words": _(
        "Les voix et une seule image (la personne mise en lumière, sinon l’écran partagé, sinon la "
        "dernière personne qui a parlé) seront gardées par la maison, dans cet espace. Vous pourrez dire "
        "non à tout moment : l’enregistrement s’arrêtera. Ce qui se dit dans les groupes n’est pas "
        "enregistré."
    ),
    "consent_yes": _("J’accepte"),
    "consent_no": _("Je refuse"),
    "recording_kept_asks": _("L’enregistrement s’arrête. Que faire de ce qui est déjà enregistré ?"),
    "recording_kept_words": _(
        "Votre voix, et peut-être votre image, y sont mêlées à celles des autres. Si vous le gardez, les "
        "personnes de l’espace pourront le revoir. Si vous l’effacez, il disparaît en entier, pour "
        "tout le monde."
    ),
    "recording_erase": _("L’effacer"),
    "recording_keep": _("Le garder"),
    # Leading.
    "admit": _("Faire entrer"),
    "admit_all": _("Faire entrer tout le monde"),
    "knocking_one": _("Une personne frappe"),
    "knocking_other": _("{count} personnes frappent"),
    "pin": _("Voir en grand"),
    "unpin": _("Ne plus voir en grand"),
    "light": _("Montrer à tout le monde en grand"),
    "unlight": _("Ne plus montrer en grand"),
    "silence": _("Couper son micro"),
    "give_voice": _("Lui rendre son micro"),
    "ask_unmute": _("L’inviter à parler"),
    "let_speak": _("Lui donner la parole"),
    "no_longer_speak": _("Reprendre la parole"),
    "lower_hand": _("Baisser sa main"),
    "to_group": _("Envoyer dans le groupe {group}"),
    "to_whole": _("Ramener avec tout le monde"),
    "hand_over": _("Lui faire mener aussi la rencontre"),
    "hand_over_asks": _("{name} pourra couper des micros, faire entrer et sortir. Êtes-vous sûr·e ?"),
    "stand_down": _("Ne plus mener la rencontre"),
    "lead_again": _("Mener de nouveau"),
    "remove": _("Faire sortir"),
    "remove_asks": _("Faire sortir {name} ? Cette personne ne pourra plus revenir dans cette rencontre."),
    "silence_all": _("Couper tous les micros"),
    "give_voices": _("Rendre tous les micros"),
    "floor_close": _("Donner la parole un par un"),
    "floor_open": _("Laisser tout le monde parler"),
    "lobby_is_on": _("Désormais, on frappe avant d’entrer."),
    "lobby_on": _("Faire frapper avant d’entrer"),
    "lobby_off": _("Laisser entrer sans frapper"),
    "lock_on": _("Fermer la porte"),
    "lock_off": _("Rouvrir la porte"),
    "split_evenly": _("{count} groupes de {least} personnes"),
    "split_unevenly": _("{count} groupes de {least} ou {most} personnes"),
    "split_too_few_one": _("Cela ne fait pas deux groupes : il y a {count} personne à répartir."),
    "split_too_few_other": _("Cela ne fait pas deux groupes : il y a {count} personnes à répartir."),
    "record_on": _("Demander à enregistrer"),
    "record_off": _("Arrêter l’enregistrement"),
    "record_asks": _("Enregistrer cette rencontre ?"),
    "record_words": _(
        "Chaque personne présente devra d’abord dire oui. Un seul non suffit pour que rien ne soit "
        "enregistré. Ce qui se dit dans les groupes ne l’est jamais."
    ),
    "end": _("Terminer pour tout le monde"),
    "end_asks": _("Terminer la rencontre pour tout le monde ?"),
    "end_words": _("Chacun en sortira, et personne ne pourra y revenir."),
}


def meeting_words() -> dict[str, str]:
    """Return every sentence of the meeting page, by its key, in the active language."""
    return words() | {name: str(sentence) for name, sentence in WORDS.items()}
