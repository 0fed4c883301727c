"""All messages of ``bin/serve``, in French, or in English on an English terminal.

They are printed before Django is loaded, so they do not go through gettext (settings/terminal.py).
"""

from settings.terminal import Sentence


class CommandRefused(Exception):
    """A command cannot run: the message says in one line why, and how to fix it. The exit code is 2."""


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
DISK_REFUSED = Sentence(
    "Rien ne peut être écrit dans {folder} ({reason}) : faites de la place sur son disque, ou rendez-le inscriptible, et relancez la même commande.",
    "Nothing can be written into {folder} ({reason}): make room on its disk, or make it writable, and run the same command again.",
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
EARLIER_FOLDER = Sentence(
    "Le dossier {folder} est d'une version antérieure du Hub, que celle-ci n'ouvre pas : repartez de zéro avec --fresh, ou choisissez un autre dossier avec --data.",
    "The folder {folder} is of an earlier version of the Hub, which this one does not open: begin anew with --fresh, or choose another folder with --data.",
)
EARLIER_DATABASE = Sentence(
    "La base de DATABASE_URL est d'une version antérieure du Hub, que celle-ci n'ouvre pas : donnez-lui une base vide.",
    "The database of DATABASE_URL is of an earlier version of the Hub, which this one does not open: give it an empty database.",
)
REDIS_AWAY = Sentence(
    "Redis ne répond pas ({reason}) : le Hub ouvre sans lui, et le retrouvera ; d'ici là les serveurs se suivent avec deux secondes de retard.",
    "Redis does not answer ({reason}): the Hub opens without it, and will find it again; until then servers follow one another two seconds late.",
)
MIGRATION_FAILED = Sentence(
    "La base n'a pas pu être mise à jour ({reason}) : rien n'est perdu ; remettez la version d'avant, ou réparez et relancez la même commande.",
    "The database could not be brought up to date ({reason}): nothing is lost; put the earlier version back, or mend it and run the same command again.",
)

BACKUP_USAGE = Sentence(
    "Dites dans quel dossier : python -m realtime.serve.backup /var/backups/hub",
    "Say into which folder: python -m realtime.serve.backup /var/backups/hub",
)
BACKED_UP = Sentence("Sauvegarde faite et relue : {path}", "Backed up, and read again: {path}")
BACKUP_FAILED = Sentence(
    "La sauvegarde du Hub n'a pas abouti : {reason}", "The backup of the Hub did not succeed: {reason}"
)
BACKUP_DAMAGED = Sentence("{path} est abîmée ({reason}).", "{path} is damaged ({reason}).")
TOOL_FAILED = Sentence("{tool} n'a pas abouti ({reason}).", "{tool} did not succeed ({reason}).")
KEY_UNKNOWN = Sentence(
    "SECRET_KEY manque, et le dossier de données n'a pas de clé : lancez-moi avec les variables de la maison.",
    "SECRET_KEY is missing, and the data folder has no key: run me with the variables of the house.",
)
RESTORE_USAGE = Sentence(
    "Dites quelle sauvegarde : python -m realtime.serve.restore /var/backups/hub/hub-2026-11-23T043000-000123",
    "Say which backup: python -m realtime.serve.restore /var/backups/hub/hub-2026-11-23T043000-000123",
)
RESTORED = Sentence(
    "La sauvegarde est en place ; ce qui était là est dans {path}",
    "The backup is in place; what was there is in {path}",
)
RESTORE_FAILED = Sentence(
    "La restauration n'a pas abouti : {reason}", "The restore did not succeed: {reason}"
)
NO_BACKUP = Sentence(
    "{path} n'est pas une sauvegarde du Hub : rien n'est changé.",
    "{path} is no backup of the Hub: nothing is changed.",
)
OTHER_DATABASE = Sentence(
    "{path} vient d'un autre genre de base que DATABASE_URL : rien n'est changé.",
    "{path} comes from another kind of database than DATABASE_URL: nothing is changed.",
)
EARLIER_BACKUP = Sentence(
    "{path} est d'une version antérieure du Hub, que celle-ci n'ouvre pas : restaurez-la avec cette version-là ; rien n'est changé.",
    "{path} is of an earlier version of the Hub, which this one does not open: restore it with that version; nothing is changed.",
)
HOUSE_OPEN = Sentence(
    "Le Hub est ouvert : fermez-le d'abord ; rien n'est changé.",
    "The Hub is open: close it first; nothing is changed.",
)
OTHER_KEY = Sentence(
    "La clé de la sauvegarde n'est pas celle d'aujourd'hui : les cartes d'alors ne s'ouvrent qu'avec celle de {path}, à mettre dans SECRET_KEY.",
    "The key of the backup is not today's: the cards of then open only with that of {path}, to be put into SECRET_KEY.",
)

LOADING_DEMO = Sentence("Chargement de la démonstration…", "Loading the demonstration…")
GATHERING_FILES = Sentence("Préparation des pages…", "Preparing the pages…")
CHILD_ENDED = Sentence(
    "{name} s'est arrêté (code {code}) ; nouvel essai dans {pause:g} s.",
    "{name} has stopped (code {code}); trying again in {pause:g} s.",
)
CHILD_STILL = Sentence(
    "{name} ne bouge plus : on l'arrête, et on le relance.",
    "{name} does not move any more: it is stopped, and started again.",
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
