"""Everything that ``bin/serve`` says, in French, or in English to a terminal that speaks it.

The words are spoken before Django is there, so they do not go through gettext.
"""

import os
from typing import NamedTuple


def speaks_english() -> bool:
    """Whether the terminal asks for English; every other language gets the language of the house."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return spoken.startswith("en")


class Sentence(NamedTuple):
    """One thing to say, in both languages; called with its facts, it is ready to print."""

    french: str
    english: str

    def __call__(self, **facts: object) -> str:
        return (self.english if speaks_english() else self.french).format(**facts)


class Refusal(Exception):
    """``bin/serve`` does not start: one line that says why and how to mend it; the exit code is 2."""


HELP = Sentence(
    """\
bin/serve ouvre le Hub sur cette machine.

  --host ADRESSE   adresse d'écoute (0.0.0.0 : toute la maison peut venir)
  --port NUMÉRO    port d'écoute (8000)
  --workers N      nombre de serveurs (1) ; au-delà de 1, REDIS_URL est nécessaire
  --data DOSSIER   base embarquée, fichiers envoyés, clé secrète (var)
  --no-demo        ne charge pas la démonstration
  --fresh          vide d'abord la base embarquée et les fichiers de ce dossier
  --help           cette page""",
    """\
bin/serve opens the Hub on this machine.

  --host ADDRESS   address to listen on (0.0.0.0: everybody in the house can come)
  --port NUMBER    port to listen on (8000)
  --workers N      number of servers (1); more than 1 needs REDIS_URL
  --data FOLDER    embedded database, uploaded files, secret key (var)
  --no-demo        do not load the demonstration
  --fresh          first empty the embedded database and the files of that folder
  --help           this page""",
)

UNKNOWN_OPTION = Sentence(
    "Je ne connais pas « {option} » : bin/serve --help montre les options.",
    'I do not know "{option}": bin/serve --help shows the options.',
)
MISUSED_OPTION = Sentence(
    "L'option {option} est mal employée : bin/serve --help montre comment l'écrire.",
    "The option {option} is not used as it should be: bin/serve --help shows how to write it.",
)
BAD_NUMBER = Sentence(
    "{option} attend un nombre entre {lowest} et {highest}, pas « {text} » : par exemple {option} {example}.",
    '{option} expects a number between {lowest} and {highest}, not "{text}": for example {option} {example}.',
)
WORKERS_NEED_REDIS = Sentence(
    "Plusieurs serveurs ne peuvent se parler que par Redis : donnez REDIS_URL (redis://localhost:6379/0), ou --workers 1.",
    "Several servers can only talk to each other through Redis: set REDIS_URL (redis://localhost:6379/0), or use --workers 1.",
)
BAD_HOST = Sentence(
    "L'adresse « {host} » n'est pas une adresse de cette machine : essayez --host 0.0.0.0.",
    'The address "{host}" is not an address of this machine: try --host 0.0.0.0.',
)
PORT_TAKEN = Sentence(
    "Le port {port} est déjà pris par un autre programme : fermez-le, ou choisissez un autre port, par exemple --port {other}.",
    "Port {port} is already taken by another program: close it, or choose another port, for example --port {other}.",
)
PORT_RESERVED = Sentence(
    "Le port {port} est réservé à l'administrateur de la machine : choisissez-en un au-dessus de 1023, par exemple --port {other}.",
    "Port {port} is reserved for the administrator of this machine: choose one above 1023, for example --port {other}.",
)
FOLDER_REFUSED = Sentence(
    "Impossible d'écrire dans le dossier {folder} ({reason}) : donnez-le à l'utilisateur qui lance le Hub, ou choisissez-en un autre avec --data.",
    "Cannot write into the folder {folder} ({reason}): give it to the user who runs the Hub, or choose another one with --data.",
)
FRESH_IS_EMBEDDED = Sentence(
    "--fresh ne vide que la base embarquée, jamais celle de DATABASE_URL : retirez l'une ou l'autre.",
    "--fresh only empties the embedded database, never the one of DATABASE_URL: remove one or the other.",
)
NOT_A_HUB_FOLDER = Sentence(
    "{folder} ne ressemble pas à un dossier du Hub : --fresh n'y touche pas ; vérifiez --data, ou videz ce dossier vous-même.",
    "{folder} does not look like a folder of the Hub: --fresh leaves it alone; check --data, or empty that folder yourself.",
)
FOLDER_IN_USE = Sentence(
    "Un Hub est déjà ouvert sur le dossier {folder} : fermez-le d'abord, ou choisissez un autre dossier avec --data.",
    "A Hub is already open on the folder {folder}: close it first, or choose another folder with --data.",
)
BAD_SETTINGS = Sentence(
    "Une variable d'environnement est fausse ou manque ({reason}) : docs/operating.md les explique toutes.",
    "An environment variable is wrong or missing ({reason}): docs/operating.md explains all of them.",
)
DATABASE_UNREACHABLE = Sentence(
    "La base de données ne répond pas ({reason}) : vérifiez DATABASE_URL, ou retirez-la pour la base embarquée.",
    "The database does not answer ({reason}): check DATABASE_URL, or unset it to use the embedded database.",
)
DATABASE_DAMAGED = Sentence(
    "La base embarquée {path} ne s'ouvre pas ({reason}) : remettez une sauvegarde à sa place, ou repartez de zéro avec --fresh.",
    "The embedded database {path} does not open ({reason}): put a backup in its place, or begin anew with --fresh.",
)
REDIS_UNREACHABLE = Sentence(
    "Redis ne répond pas ({reason}) : vérifiez REDIS_URL, ou retirez-la pour un serveur seul.",
    "Redis does not answer ({reason}): check REDIS_URL, or unset it to run a single server.",
)

LOADING_DEMO = Sentence("Chargement de la démonstration…", "Loading the demonstration…")
GATHERING_FILES = Sentence("Préparation des pages…", "Preparing the pages…")
CHILD_ENDED = Sentence(
    "{name} s'est arrêté (code {code}) ; nouvel essai dans {pause:g} s.",
    "{name} has stopped (code {code}); trying again in {pause:g} s.",
)
SERVER = Sentence("Le serveur", "The server")
TASK_WORKER = Sentence("L'ouvrier des tâches", "The task worker")
MEETINGS = Sentence("La tenue des rencontres", "The meetings")

HERE = Sentence("Sur cette machine", "On this machine")
NEARBY = Sentence("Depuis un téléphone", "From a phone")
ROLES = {
    "participant": Sentence("Participer", "Take part"),
    "artist": Sentence("Artiste", "Artist"),
    "staff": Sentence("Équipe", "Staff"),
}
SCAN = Sentence(
    "Avec un téléphone sur le même réseau, visez ce code :",
    "With a phone on the same network, point the camera at this code:",
)
OPEN = Sentence(
    "Le Hub est ouvert : {address} · Ctrl+C pour fermer.", "The Hub is open: {address} · Ctrl+C to close."
)
CLOSING = Sentence("Fermeture…", "Closing…")
CLOSED = Sentence("Le Hub est fermé. Rien n'est perdu.", "The Hub is closed. Nothing is lost.")
