"""What the report says, in the language of the terminal that asked for it."""

from realtime.simulate.storm_result import BACK, CLEARED, HOSTILE_ACT, LEFT, QUIETED
from settings.terminal import Sentence

TITLE = Sentence("Répétition générale", "Dress rehearsal")
HUB = Sentence("Hub Métallos", "Hub Métallos")
HELD = Sentence("Il tient.", "It holds.")
SO_MANY = Sentence("{people} personnes.", "{people} people.")
HELD_NOT = Sentence("Il ne tient pas.", "It does not hold.")
SCENARIO = Sentence(
    "Scénario « {name} » · {minutes} min · graine « {seed} » · {day}",
    'Scenario "{name}" · {minutes} min · seed "{seed}" · {day}',
)
P99 = Sentence("au plus, pour 99 messages sur 100", "at most, for 99 messages of 100")
LOST = Sentence("perdu", "lost")
DOUBLED = Sentence("doublé", "doubled")
DISORDERED = Sentence("dans le désordre", "out of order")
ALTERED = Sentence("autre que le journal", "other than the log")
COMPARED = Sentence(
    "{compared} lignes reçues par {came} personnes, comparées une à une au journal.",
    "{compared} lines received by {came} people, compared one by one with the log.",
)
CAUTIONS = Sentence("À savoir avant d'y croire", "To be known before believing it")

LATENCY = Sentence("Combien de temps met un message", "How long a message takes")
LATENCY_NOTE = Sentence(
    "De l'envoi par une personne à l'arrivée chez chaque autre. Seconde par seconde, au pire.",
    "From one person sending to each other person receiving. Second by second, at worst.",
)
GOAL = Sentence("le but : {goal} ms", "the goal: {goal} ms")
HALF = Sentence("la moitié en moins de", "half within")
NEARLY_ALL = Sentence("99 sur 100 en moins de", "99 of 100 within")
SPREAD = Sentence("Comment ces temps se répartissent", "How these times are spread")
SPREAD_NOTE = Sentence(
    "{count} livraisons : la moitié en {p50} ms, 95 sur 100 en {p95} ms, 99 sur 100 en {p99} ms (le trait), la plus longue en {longest} ms.",
    "{count} deliveries: half within {p50} ms, 95 of 100 within {p95} ms, 99 of 100 within {p99} ms (the line), the longest {longest} ms.",
)
DELIVERIES = Sentence("Ce qui est livré", "What is delivered")
DELIVERIES_NOTE = Sentence(
    "{written} messages écrits, {deliveries} livrés aux autres. L'auteur attend {answer} ms, 99 fois sur 100, pour savoir que c'est gardé.",
    "{written} messages written, {deliveries} delivered to others. Their authors wait {answer} ms, 99 times of 100, to know that it is kept.",
)
EACH_SECOND = Sentence("livraisons par seconde", "deliveries a second")
PEOPLE = Sentence("Qui est en ligne", "Who is online")
PEOPLE_NOTE = Sentence(
    "Une page met {half} ms à s'ouvrir, {most} ms au plus pour 95 sur 100. Les téléphones dorment ({sleeps} fois), les réseaux coupent ({cuts}), les onglets se ferment ({closes}) : tous reviennent.",
    "A page takes {half} ms to open, {most} ms at most for 95 of 100. Phones sleep ({sleeps} times), networks cut ({cuts}), tabs close ({closes}): all come back.",
)
SOCKETS = Sentence("connexions ouvertes", "open connections")
CPU = Sentence("Ce que le serveur travaille", "How hard the server works")
CPU_NOTE = Sentence(
    "{cpu} cœur en moyenne, {busiest} au plus fort (sur 5 s) ; cette machine en a {cores}. La foule jouée en prend {simulator}.",
    "{cpu} cores on average, {busiest} at the busiest (over 5 s); this machine has {cores}. The crowd itself takes {simulator}.",
)
EACH_DELIVERY = Sentence("livraisons, selon leur temps en ms", "deliveries, by their time in ms")
OTHERS = Sentence("tout le reste de la machine", "all else on the machine")
ELSEWHERE = Sentence("un service déjà ouvert", "a running service")
CORES = Sentence("cœurs", "cores")
SERVER = Sentence("le serveur", "the server")
SIMULATOR = Sentence("la foule jouée", "the simulated crowd")
MEMORY = Sentence("La mémoire du serveur", "The memory of the server")
MEMORY_NOTE = Sentence("{mb} Mio au plus.", "{mb} MiB at most.")
MIB = Sentence("Mio", "MiB")
UNKNOWN_COST = Sentence(
    "Le processeur et la mémoire du serveur ne se lisent pas d'ici : c'est un service déjà ouvert, ou cette machine n'a pas /proc.",
    "The processor and memory of the server cannot be read from here: it is a running service, or this machine has no /proc.",
)
TROUBLE = Sentence("Ce qui n'aurait pas dû arriver", "What should not have happened")
NO_TROUBLE = Sentence(
    "Rien. Aucune erreur de toute la répétition.", "Nothing. Not one error in the whole rehearsal."
)
ERRORS_SECOND = Sentence("erreurs par seconde", "errors a second")

PLAYED = Sentence("Ce que les gens ont fait", "What people did")
ACTS = {
    "page": Sentence("pages ouvertes", "pages opened"),
    "socket": Sentence("connexions", "connections"),
    "post": Sentence("messages", "posts"),
    "comment": Sentence("réponses", "answers"),
    "reaction": Sentence("réactions", "reactions"),
    "protocole": Sentence("protocoles remis", "protocoles handed in"),
    "mark": Sentence("marques de lecture", "reading marks"),
    "sleep": Sentence("téléphones endormis", "phones asleep"),
    "cut": Sentence("réseaux coupés", "networks cut"),
    "close": Sentence("onglets fermés puis rouverts", "tabs closed and opened again"),
    "known": Sentence("lignes redites, passées", "lines told again, passed over"),
    "gap": Sentence("trous vus et comblés", "gaps seen and filled"),
    "too_fast": Sentence("priés d'attendre un instant", "asked to wait a moment"),
    HOSTILE_ACT: Sentence("actes hostiles", "hostile acts"),
    QUIETED: Sentence("personnes mises en silence par l'équipe", "people whom the team quieted"),
    CLEARED: Sentence("vagues masquées d'un geste", "floods hidden in one act"),
    BACK: Sentence("innocents rendus d'un geste", "innocent people's words brought back in one act"),
    LEFT: Sentence("messages hostiles encore là à la fin", "hostile messages still there at the end"),
}
CLOSED_WITH = Sentence("fermées par le service ({code})", "closed by the service ({code})")
FAULTS = Sentence("Ce qui n'est pas comme dans le journal", "What is not as in the log")
FAULT = Sentence("ligne {seq} de la fabrique {room}", "line {seq} of fabrique {room}")
THE_LOG = Sentence("le journal lui-même", "the log itself")
KINDS = {"lost": LOST, "doubled": DOUBLED, "disordered": DISORDERED, "altered": ALTERED}
STEPS = Sentence("Foule après foule", "Crowd after crowd")
STEP_PEOPLE = Sentence("personnes par fabrique", "people in each fabrique")
STEP_HELD = Sentence("tient", "holds")
STEP_HELD_NOT = Sentence("ne tient pas", "does not hold")
MACHINE = Sentence("La machine", "The machine")
MACHINE_FACTS = Sentence(
    "{processor}, {cores} cœurs · {system} · Python {python} · {servers} · {players}",
    "{processor}, {cores} cores · {system} · Python {python} · {servers} · {players}",
)
SERVERS = Sentence("serveurs : {count}", "servers: {count}")
PLAYERS = Sentence("processus pour la foule : {count}", "processes for the crowd: {count}")
METHOD = Sentence("Comment on le sait", "How it is known")
METHOD_WORDS = Sentence(
    "Chaque personne jouée ouvre la page, puis un vrai WebSocket, et lit le format du service avec un décodeur qui n'est pas le sien. Le temps va de l'envoi d'une commande à son arrivée sur chaque autre connexion qui suivait la fabrique à cet instant ; une commande renvoyée après une coupure n'est pas mesurée, ni ce qu'on rattrape au réveil. À la fin, tout ce que chacun a reçu est comparé ligne à ligne au journal de la fabrique, et chaque commande acquittée y est cherchée : une fois, pas deux.",
    "Each simulated person opens the page, then a true WebSocket, and reads the wire with a decoder that is not the service's own. The time runs from the sending of a command to its arrival at every other connection that followed the fabrique at that moment; a command sent again after a cut is not measured, nor is what one catches up with on waking. At the end all that everybody received is compared line by line with the log of the fabrique, and every acknowledged command is looked for in it: once, not twice.",
)
