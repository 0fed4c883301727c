"""Everything that a simulated rencontre says, in French, or in English to a terminal that speaks it."""

from settings.terminal import Sentence

NO_LIST = Sentence(
    "La liste des rencontres ne se lit pas ({reason}) : vérifiez l'adresse de --url et le code.",
    "The list of rencontres cannot be read ({reason}): check the address of --url and the code.",
)
NO_MEETING = Sentence(
    "Aucune rencontre n'est annoncée dans cette fabrique : annoncez-en une pour maintenant, ouvrez-la, puis recommencez.",
    "No rencontre is announced in this fabrique: announce one for now, open it, then try again.",
)
TOO_FEW = Sentence(
    "Avec moins de {fewest} personnes, les navigateurs se parlent entre eux et la maison ne porte rien : écrivez par exemple --meeting --people 30.",
    "With fewer than {fewest} people browsers speak to each other and the house carries nothing: write for example --meeting --people 30.",
)
TOO_MANY = Sentence(
    "Une rencontre tient {most} personnes au plus : réduisez --people.",
    "A rencontre holds {most} people at most: reduce --people.",
)
NOT_WITH_MEETING = Sentence(
    "{option} n'a pas de sens avec --meeting : retirez-le.",
    "{option} means nothing with --meeting: remove it.",
)
NEEDS_MEETING = Sentence(
    "{option} est pour une rencontre : ajoutez --meeting.",
    "{option} is for a rencontre: add --meeting.",
)
PROGRESS = Sentence(
    "{clock} / {whole} · {inside} dans la rencontre · {received} paquets/s · {shown} images/s · {frozen} figées · {gaps} trous",
    "{clock} / {whole} · {inside} in the rencontre · {received} packets/s · {shown} pictures/s · {frozen} still · {gaps} gaps",
)

CROWD = Sentence(
    "une rencontre de {people} personnes, {cameras} caméras et {tiles} vignettes",
    "a rencontre of {people} people, {cameras} cameras and {tiles} tiles",
)
HOLDS = Sentence("Ce serveur tient {crowd} : {figures}.", "This server holds {crowd}: {figures}.")
HOLDS_NOT = Sentence(
    "Ce serveur ne tient pas {crowd} : {reasons} ({figures}).",
    "This server does not hold {crowd}: {reasons} ({figures}).",
)
FIGURES = Sentence(
    "première image en {first} ms pour 95 sur 100, {gaps} paquets perdus sur {packets}, plus longue pause {freeze} s",
    "first picture within {first} ms for 95 of 100, {gaps} packets lost of {packets}, longest pause {freeze} s",
)
CORES = Sentence(", {cores} cœur", ", {cores} cores")
NOT_ALL_CAME = Sentence(
    "{missing} personnes sur {people} ne sont pas entrées", "{missing} of {people} people did not come in"
)
NOT_CONNECTED = Sentence(
    "{missing} personnes n'ont eu ni son ni image", "{missing} people had neither sound nor pictures"
)
BLIND = Sentence(
    "{blind} personnes n'ont pas vu toutes les images qu'elles devaient voir",
    "{blind} people did not see all the pictures they should",
)
GAPS = Sentence("trop de paquets ne sont jamais arrivés", "too many packets never came")
SLOW = Sentence("la première image met plus de {goal} ms", "the first picture takes more than {goal} ms")
FROZEN = Sentence("une image est restée figée {freeze} s", "a picture stood still for {freeze} s")
SIMULATOR_LIMIT = Sentence(
    "Prudence : la foule jouée était elle-même en peine (jusqu'à {busy} % d'un cœur, {late} ms de retard) : ces chiffres sont plutôt trop mauvais.",
    "Caution: the simulated crowd was itself in trouble (up to {busy} % of a core, {late} ms late): these figures are rather too bad.",
)
TROUBLES = Sentence("À regarder : {troubles}.", "To be looked at: {troubles}.")

# The report.
TITLE = Sentence("Répétition d'une rencontre", "Rehearsal of a rencontre")
ABOUT = Sentence(
    "{people} personnes · {minutes} min · {loss} % de perte · graine « {seed} » · {day}",
    '{people} people · {minutes} min · {loss} % lost · seed "{seed}" · {day}',
)
FIRST_P95 = Sentence("jusqu'à la première image, pour 95 sur 100", "until the first picture, for 95 of 100")
LOST = Sentence("paquet perdu", "packets lost")
BLIND_COUNT = Sentence("personne sans toutes ses images", "people without all their pictures")
FREEZE = Sentence("secondes, la plus longue pause", "seconds, the longest pause")
PROVED = Sentence(
    "{packets} paquets reçus, déchiffrés et comptés un à un par {people} personnes ; {repaired} perdus puis redonnés.",
    "{packets} packets received, decrypted and counted one by one by {people} people; {repaired} lost, then given again.",
)
PACKETS = Sentence("Ce qui est porté", "What is carried")
PACKETS_NOTE = Sentence(
    "Paquets de son et d'image, de tous et vers tous, chaque seconde.",
    "Packets of sound and pictures, from everybody and to everybody, each second.",
)
OUT = Sentence("reçus par les gens", "received by people")
IN = Sentence("envoyés par eux", "sent by them")
A_SECOND = Sentence("paquets par seconde", "packets a second")
LOSS = Sentence("Ce qui se perd", "What is lost")
LOSS_NOTE = Sentence(
    "{gaps} jamais arrivés ; {repaired} redemandés et redonnés.",
    "{gaps} never came; {repaired} were asked for and given again.",
)
NEVER = Sentence("jamais arrivés", "never came")
REPAIRED = Sentence("redonnés", "given again")
JITTER = Sentence("La gigue", "Jitter")
JITTER_NOTE = Sentence(
    "L'irrégularité des arrivées, dans le pire des flux (RFC 3550).",
    "How uneven arrivals are, in the worst stream (RFC 3550).",
)
STILL = Sentence("Les images figées", "Pictures that stand still")
STILL_NOTE = Sentence(
    "Images sans rien de neuf depuis une seconde. La plus longue pause : {freeze} s ; d'ordinaire {frames} images par seconde, {fewest} dans la pire.",
    "Pictures with nothing new for a second. The longest pause: {freeze} s; usually {frames} pictures a second, {fewest} in the worst.",
)
PICTURES = Sentence("images", "pictures")
CPU = Sentence("Ce que la maison travaille", "How hard the house works")
CPU_NOTE = Sentence(
    "Le porteur : {media} cœur en moyenne, {busiest} au plus fort (sur 5 s) ; la foule jouée en prend {simulator}.",
    "The carrier: {media} cores on average, {busiest} at the busiest (over 5 s); the simulated crowd takes {simulator}.",
)
MEDIA = Sentence("le porteur du son et des images", "the carrier of sound and pictures")
ALL = Sentence("toute la maison", "the whole house")
CROWD_CPU = Sentence("la foule jouée", "the simulated crowd")
CORES_UNIT = Sentence("cœurs", "cores")
UNKNOWN_COST = Sentence(
    "Le processeur du serveur ne se lit pas d'ici : c'est un service déjà ouvert.",
    "The processor of the server cannot be read from here: it is a running service.",
)
INSIDE = Sentence("Qui est relié", "Who is connected")
INSIDE_NOTE = Sentence(
    "Entrer prend {joins} ms, être relié {media} ms, voir une première image {first} ms, pour 95 sur 100.",
    "Coming in takes {joins} ms, being connected {media} ms, seeing a first picture {first} ms, for 95 of 100.",
)
PEOPLE = Sentence("personnes reliées", "people connected")
METHOD = Sentence("Comment on le sait", "How it is known")
METHOD_WORDS = Sentence(
    "Chaque personne jouée signe, entre et signale par le vrai WebSocket, puis ouvre une vraie connexion (ICE, DTLS, SRTP) par son propre port. Son et images sont encodés une fois et rejoués ; rien n'est décodé, mais chaque paquet reçu est déchiffré, et une image ne compte que si elle est entière et si celle dont elle dépend a été montrée. Un paquet manquant est redemandé jusqu'à six fois ; ensuite il est perdu.",
    "Each simulated person signs in, enters and signals through the true WebSocket, then opens a true connection (ICE, DTLS, SRTP) through a port of their own. Sound and pictures are encoded once and played again; nothing is decoded, but each packet received is decrypted, and a picture counts only when it is whole and the one it needs was shown. A missing packet is asked for up to six times; then it is lost.",
)
