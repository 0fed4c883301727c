"""Everything that ``bin/simulate`` says, in French, or in English to a terminal that speaks it."""

from collections.abc import Mapping

from settings.terminal import Sentence, speaks_english

HELP = Sentence(
    """\
bin/simulate fait venir des gens vraisemblables dans un Hub, et dit s'il a tenu.

  --rooms N             nombre de fabriques (1)
  --people N            nombre de personnes dans chacune (20)
  --minutes N           durée (1)
  --scenario NOM        atelier, foule, houleux, nuit, seance… ou un fichier .toml à vous (atelier)
  --workers N           nombre de serveurs (1) ; au-delà de 1, REDIS_URL est nécessaire
  --slow-phones N       sur cent personnes, combien ont un téléphone lent : 400 kbit/s, 400 ms (0)
  --seed MOT            la même graine rejoue la même soirée (metallos)
  --goal-ms N           99 messages sur 100 arrivent en moins de N millisecondes (250)
  --find-limit          cherche la plus grande foule qui tienne
  --json FICHIER        tous les chiffres
  --report FICHIER      une page à montrer, avec des courbes

Une rencontre en vidéo, plutôt qu'une soirée de messages (--people : 5 à 100) :

  --meeting             les gens s'y retrouvent, parlent à tour de rôle et se voient
  --cameras N           nombre de caméras allumées (9)
  --speaking N          nombre de voix à la fois (3)
  --tiles N             nombre de vignettes que chacun regarde (9)
  --loss N              paquets perdus sur cent, dans chaque sens (0)
  --goal-ms N           la première image vient en moins de N millisecondes (1500)

Sans adresse, une maison provisoire est ouverte sur cette machine, puis jetée. Sur un service déjà ouvert :

  --url ADRESSE         par exemple http://localhost:8000
  --code CODE           le code d'entrée d'une fabrique ; autant de fois que de fabriques
  --i-own-this-server   ce serveur est le mien, même s'il n'est pas cette machine
  --help                cette page""",
    """\
bin/simulate brings believable people into a Hub, and says whether it held.

  --rooms N             number of fabriques (1)
  --people N            number of people in each (20)
  --minutes N           how long (1)
  --scenario NAME       atelier, foule, houleux, nuit, seance… or a .toml file of yours (atelier)
  --workers N           number of servers (1); more than 1 needs REDIS_URL
  --slow-phones N       of a hundred people, how many have a slow phone: 400 kbit/s, 400 ms (0)
  --seed WORD           the same seed plays the same evening (metallos)
  --goal-ms N           99 messages of 100 arrive within N milliseconds (250)
  --find-limit          look for the largest crowd that holds
  --json FILE           all the figures
  --report FILE         a page to be shown, with plots

A rencontre on video, rather than an evening of messages (--people: 5 to 100):

  --meeting             people meet there, speak in turns and see each other
  --cameras N           number of cameras that are on (9)
  --speaking N          number of voices at a time (3)
  --tiles N             number of tiles that each watches (9)
  --loss N              packets lost of a hundred, each way (0)
  --goal-ms N           the first picture comes within N milliseconds (1500)

Without an address, a house is opened on this machine for the occasion, then thrown away. On a running service:

  --url ADDRESS         for example http://localhost:8000
  --code CODE           the join code of a fabrique; as often as there are fabriques
  --i-own-this-server   this server is mine, even if it is not this machine
  --help                this page""",
)

UNKNOWN_OPTION = Sentence(
    "Je ne connais pas « {option} » : bin/simulate --help montre les options.",
    'I do not know "{option}": bin/simulate --help shows the options.',
)
MISUSED_OPTION = Sentence(
    "L'option {option} est mal employée : bin/simulate --help montre comment l'écrire.",
    "The option {option} is not used as it should be: bin/simulate --help shows how to write it.",
)
BAD_URL = Sentence(
    "« {url} » n'est pas l'adresse d'un Hub : écrivez par exemple --url http://localhost:8000.",
    '"{url}" is not the address of a Hub: write for example --url http://localhost:8000.',
)
UNKNOWN_HOST = Sentence(
    "Personne ne connaît la machine « {host} » : vérifiez l'adresse de --url.",
    'Nobody knows the machine "{host}": check the address of --url.',
)
NOT_LOCAL = Sentence(
    "{host} n'est pas cette machine, et une foule peut gêner ceux qui s'en servent : si ce serveur est à vous, ajoutez --i-own-this-server.",
    "{host} is not this machine, and a crowd may hinder those who use it: if that server is yours, add --i-own-this-server.",
)
URL_NEEDS_CODE = Sentence(
    "Les gens entrent par la porte : avec --url, donnez le code d'entrée de chaque fabrique, par exemple --code AB23CD.",
    "People come in through the door: with --url, give the join code of each fabrique, for example --code AB23CD.",
)
CODE_NEEDS_URL = Sentence(
    "--code est l'entrée d'un service déjà ouvert : donnez aussi son adresse, par exemple --url http://localhost:8000.",
    "--code is the way into a running service: give its address too, for example --url http://localhost:8000.",
)
ONE_CODE_EACH = Sentence(
    "--rooms dit {rooms} et il y a {codes} code(s) : donnez --code une fois par fabrique, ou retirez --rooms.",
    "--rooms says {rooms} and there are {codes} code(s): give --code once for each fabrique, or remove --rooms.",
)
WORKERS_ARE_OURS = Sentence(
    "--workers vaut pour la maison provisoire : avec --url, réglez le nombre de serveurs de ce service, et retirez --workers.",
    "--workers is for the house of the occasion: with --url, set the number of servers of that service, and remove --workers.",
)
TOO_MANY = Sentence(
    "{crowd} personnes, c'est trop pour une seule machine qui joue : {most} au plus, réduisez --people ou --rooms.",
    "{crowd} people are too many for one machine to play: {most} at most, reduce --people or --rooms.",
)
CANNOT_WRITE = Sentence(
    "Impossible d'écrire {path} : choisissez un fichier dans un dossier qui existe et qui est à vous.",
    "Cannot write {path}: choose a file in a folder that exists and is yours.",
)

SCENARIO_UNKNOWN = Sentence(
    "Il n'y a pas de scénario « {name} » : choisissez {known}, ou donnez un fichier .toml.",
    'There is no scenario "{name}": choose {known}, or give a .toml file.',
)
SCENARIO_UNREADABLE = Sentence(
    "Le scénario {path} ne se lit pas ({reason}) : vérifiez ses droits, et qu'il est écrit en UTF-8.",
    "The scenario {path} cannot be read ({reason}): check its permissions, and that it is written in UTF-8.",
)
SCENARIO_NO_TOML = Sentence(
    "Le scénario {path} n'est pas du TOML ({reason}) : comparez-le à realtime/simulate/scenarios/atelier.toml.",
    "The scenario {path} is not TOML ({reason}): compare it to realtime/simulate/scenarios/atelier.toml.",
)
SCENARIO_WRONG = Sentence(
    "Le scénario {path} ne va pas ({reason}) : comparez-le à realtime/simulate/scenarios/atelier.toml.",
    "The scenario {path} is wrong ({reason}): compare it to realtime/simulate/scenarios/atelier.toml.",
)
SCENARIO_EMPTY = Sentence(
    "Le scénario {path} n'a aucun temps : ajoutez au moins un [[phase]] avec son title.",
    "The scenario {path} has no phase: add at least one [[phase]] with its title.",
)
SCENARIO_KINDS = Sentence(
    "Dans {path}, certains temps ont un kind et d'autres non : dans une séance, chaque temps a le sien.",
    "In {path}, some phases have a kind and others have none: in a session, each phase has its own.",
)
SESSION_NEEDS_HOUSE = Sentence(
    "Une séance est menée de l'intérieur : le scénario {name} se joue dans la maison provisoire, sans --url.",
    "A session is led from inside: the scenario {name} is played in the house of the occasion, without --url.",
)
STORM_NEEDS_HOUSE = Sentence(
    "Qui modère est de l'équipe : {hostile} comptes hostiles et {team} personnes de l'équipe se jouent dans la maison provisoire, sans --url.",
    "Those who moderate are of the team: {hostile} hostile accounts and {team} people of the team are played in the house of the occasion, without --url.",
)
SLOW_PHONES_NEED_HOUSE = Sentence(
    "Les téléphones lents se jouent dans la maison provisoire : avec --url, retirez --slow-phones.",
    "Slow phones are played in the house of the occasion: with --url, remove --slow-phones.",
)
SCENARIO_RANGE = Sentence(
    "Dans {path}, {name} va de {least:g} à {most:g} : écrivez le plus petit d'abord.",
    "In {path}, {name} goes from {least:g} to {most:g}: write the smaller one first.",
)

NOT_PREPARED = Sentence(
    "La maison provisoire n'a pas pu être préparée dans {folder} : voyez ci-dessus, et la place qui reste sur le disque.",
    "The house of the occasion could not be prepared in {folder}: see above, and the room left on the disk.",
)
SERVER_BROKE = Sentence(
    "Le serveur de la maison provisoire ne répond pas ; voici ce qu'il a dit :\n{log}",
    "The server of the house of the occasion does not answer; here is what it said:\n{log}",
)
BACKSTAGE_BROKE = Sentence(
    "Les fabriques de la répétition n'ont pas pu être faites ou relues :\n{log}",
    "The fabriques of the rehearsal could not be made or read again:\n{log}",
)
PLAYER_BROKE = Sentence(
    "La répétition s'est arrêtée : le processus qui joue les gens a fini avec le code {code} ; ses mots sont ci-dessus.",
    "The rehearsal stopped: the process that plays the people ended with code {code}; its words are above.",
)
CODE_REFUSED = Sentence(
    "Le code {code} n'ouvre rien sur {url} ({reason}) : vérifiez-le sur l'affiche de la fabrique.",
    "The code {code} opens nothing at {url} ({reason}): check it on the poster of the fabrique.",
)
LOG_UNREADABLE = Sentence(
    "Le journal de la fabrique n'a pas pu être relu ({reason}) : il n'y a rien à quoi comparer, recommencez.",
    "The log of the fabrique could not be read again ({reason}): there is nothing to compare with, try again.",
)
INTERRUPTED = Sentence("Répétition interrompue : pas de verdict.", "Rehearsal interrupted: no verdict.")

PREPARING = Sentence(
    "Ouverture d'une maison provisoire sur cette machine…",
    "Opening a house for the occasion on this machine…",
)
PROGRESS = Sentence(
    "{clock} / {whole} · {connected} en ligne · {written} écrits · {deliveries} livrés · p99 {p99} · {errors} erreurs",
    "{clock} / {whole} · {connected} online · {written} written · {deliveries} delivered · p99 {p99} · {errors} errors",
)
WRITTEN = Sentence("Écrit : {path}", "Written: {path}")

CROWD = Sentence("{rooms} fabriques de {people} personnes", "{rooms} fabriques of {people} people")
CROWD_OF_ONE = Sentence("1 fabrique de {people} personnes", "1 fabrique of {people} people")
HOLDS = Sentence("Ce serveur tient {crowd} : {figures}.", "This server holds {crowd}: {figures}.")
HOLDS_NOT = Sentence(
    "Ce serveur ne tient pas {crowd} : {reasons} ({figures}).",
    "This server does not hold {crowd}: {reasons} ({figures}).",
)
FAULTS = Sentence(
    "{lost} perdu{losts}, {doubled} doublé{doubles}, {disordered} dans le désordre",
    "{lost} lost, {doubled} doubled, {disordered} out of order",
)
ALTERED = Sentence("{altered} autre que dans le journal", "{altered} other than in the log")
NOT_ALL_CAME = Sentence(
    "{missing} personnes sur {expected} n'ont pas pu entrer",
    "{missing} of {expected} people could not come in",
)
UNANSWERED = Sentence(
    "{people} personnes ont attendu une réponse en vain", "{people} people waited for an answer in vain"
)
STRANDED = Sentence(
    "{people} personnes n'étaient plus reliées à la fin", "{people} people were not connected at the end"
)
NOTHING_SAID = Sentence(
    "rien n'y a été dit qu'un autre ait entendu", "nothing was said there that another heard"
)
FAULTY = Sentence("ce que les gens ont reçu n'est pas le journal", "what people received is not the log")
SEEN_EARLY = Sentence(
    "{early} textes écrits en silence ont été vus avant d'être dévoilés",
    "{early} texts written in silence were seen before they were revealed",
)
NOT_REVEALED = Sentence(
    "{missing} textes finis ne sont jamais sortis", "{missing} finished texts never came out"
)
REVEALED_TWICE = Sentence("{doubled} textes sont sortis deux fois", "{doubled} texts came out twice")
APART = Sentence(
    "{people} personnes n'ont pas vécu les mêmes temps que les autres",
    "{people} people did not live the same phases as the others",
)
SESSION = Sentence(
    "{revealed} textes dévoilés sur {finished}, aucun vu avant",
    "{revealed} of {finished} texts revealed, none seen before",
)
STORM = Sentence(
    "{ratio} fois le temps d'une soirée calme, {quieted} comptes hostiles écartés en {acts} actes",
    "{ratio} times as long as on a calm evening, {quieted} hostile accounts put out in {acts} acts",
)
SLOW_PHONES = Sentence(
    "{people} téléphones lents ont leur page en {seconds} s et les messages en {p99} ms",
    "{people} slow phones have their page in {seconds} s and messages in {p99} ms",
)
TOO_STORMY = Sentence(
    "les autres ont attendu {ratio} fois plus longtemps que par temps calme, pour un but de {most}",
    "the others waited {ratio} times as long as in calm weather, for a goal of {most}",
)
STORM_LEFT = Sentence(
    "l'équipe n'a pas eu le temps de masquer {left} messages hostiles",
    "the team had no time to hide {left} hostile messages",
)
TOO_SLOW = Sentence(
    "un message sur cent met plus de {goal} ms", "one message of a hundred takes more than {goal} ms"
)
SIMULATOR_LIMIT = Sentence(
    "Prudence : la foule jouée était elle-même en peine (jusqu'à {busy} % d'un cœur, {late} ms de retard sur sa propre horloge) : ces temps sont plutôt trop longs.",
    "Caution: the simulated crowd was itself in trouble (up to {busy} % of a core, {late} ms late on its own clock): these times are rather too long.",
)
OTHERS = Sentence(
    "Prudence : d'autres programmes prenaient {others} cœur sur {cores} : ces temps sont aussi les leurs, recommencez sur une machine au repos.",
    "Caution: other programs took {others} cores of {cores}: these times are theirs too, try again on a machine at rest.",
)
LONG_AT_THE_DOOR = Sentence(
    "Attention à l'entrée : cinq personnes sur cent ont attendu leur page plus de {seconds} s ; faites-les arriver moins vite, ou ajoutez un serveur.",
    "Mind the door: five people of a hundred waited for their page more than {seconds} s; let them arrive more slowly, or add a server.",
)
ERRORS = Sentence("À regarder : {errors}.", "To be looked at: {errors}.")
LIMIT = Sentence(
    "La plus grande foule qui tienne : {crowd}, p99 {p99} ms pour un but de {goal} ms.",
    "The largest crowd that holds: {crowd}, p99 {p99} ms for a goal of {goal} ms.",
)
LIMIT_AT_LEAST = Sentence(
    "La plus grande foule essayée qui tienne : {crowd}, p99 {p99} ms pour un but de {goal} ms ; le serveur en tient peut-être plus.",
    "The largest crowd tried that holds: {crowd}, p99 {p99} ms for a goal of {goal} ms; the server may hold more.",
)


# Errors by the word before the colon.
TROUBLES = {
    "no page": Sentence("page qui ne vient pas", "page that does not come"),
    "no connection": Sentence("connexion impossible", "connection impossible"),
    "closed": Sentence("connexion fermée pour de bon", "connection closed for good"),
    "no answer": Sentence("commande restée sans réponse", "command without an answer"),
    "refused": Sentence("commande refusée", "command refused"),
    "failed": Sentence("panne du service", "failure of the service"),
    "reset": Sentence("page à recharger", "page to be loaded afresh"),
    "bad": Sentence("message non compris", "message not understood"),
}


def troubles(errors: Mapping[str, int]) -> list[str]:
    """How often each happened, in words; what is after the colon stays as it is."""
    return [f"{count} × {_trouble(*name.partition(': ')[::2])}" for name, count in sorted(errors.items())]


def _trouble(name: str, detail: str) -> str:
    return f"{TROUBLES[name]()} ({detail})" if detail else TROUBLES[name]()


def number(figure: float) -> str:
    """Three figures that count, as the language writes them."""
    digits = 0 if abs(figure) >= 20 else 1 if abs(figure) >= 2 else 2
    text = f"{figure:,.{digits}f}"
    return text if speaks_english() else text.replace(",", "\u202f").replace(".", ",")


def whole(count: int) -> str:
    """A count, as the language writes it."""
    return f"{count:,}".replace(",", "," if speaks_english() else "\u202f")


def listed(words: list[str]) -> str:
    """Several things in one sentence."""
    return ", ".join(words)
