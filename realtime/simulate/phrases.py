"""The texts that simulated people post: sentences of the kind that is written in a fabrique."""

POSTS = (
    "Bonsoir à toutes et à tous, je suis dans le train et je vous lis.",
    "J'ai essayé ce matin, devant la boulangerie. Personne n'a ri, une dame m'a souri.",
    "Je n'avais jamais regardé ce mur. Il y a une date gravée tout en bas.",
    "Ma prise de risque : dire bonjour à chaque personne que je croise, jusqu'au métro.",
    "Je ne sais pas si c'est un protocole, mais voilà : *marcher sans but pendant dix minutes*.",
    "Quelqu'un d'autre entend la pluie sur la verrière ?",
    "J'ai écrit trois versions, je vous donne la plus courte.",
    "Ce soir j'écoute seulement. Merci pour ce que vous partagez.",
    "Mon voisin a prêté sa scie, et il est resté pour regarder.",
    "Je propose qu'on se retrouve devant la maison avec un objet qu'on ne sait pas nommer.",
    "Première fois que j'écris ici. C'est plus simple que je ne croyais.",
    "J'ai gardé la consigne dans ma poche toute la journée. Elle a fini par déteindre.",
    "Et si on le faisait à plusieurs voix ? Je prends la dernière ligne.",
    "Il a fallu que je m'arrête au milieu. Je recommencerai demain, autrement.",
    "À Belleville, il y a une cour où l'on entend encore les machines. Allez-y vers midi.",
    "Je relis vos textes à voix haute à ma mère, qui a quatre-vingt-un ans. Elle demande la suite.",
)

COMMENTS = (
    "Je l'essaierai demain.",
    "Oui ! Et sans regarder ses pieds.",
    "Cela me rappelle la cour de mon école.",
    "Combien de temps cela vous a pris ?",
    "Merci, j'en avais besoin ce soir.",
    "J'ajouterais une étape : attendre.",
    "Chez nous on appelle cela « faire le tour du four ».",
    "Je n'aurais pas osé.",
    "On peut le faire à deux ?",
    "C'est exactement ce que je cherchais à dire.",
)

TITLES = (
    "Descendre une station trop tôt",
    "Demander son chemin là où l'on habite",
    "Traverser la place en fermant les yeux une seconde",
    "Offrir la dernière part",
    "Écouter une porte",
    "Rester le dernier dans la pièce",
)

NEEDS = ("rien du tout", "un trajet que l'on connaît par cœur", "un caillou", "deux inconnus", "une chaise")
DURATIONS = ("cinq minutes", "une demi-heure", "le temps d'un café", "jusqu'à ce qu'il fasse nuit")

STEPS = (
    "Choisissez un endroit où vous passez chaque jour.",
    "Arrêtez-vous. Comptez jusqu'à vingt.",
    "Posez une question à la première personne qui vous regarde.",
    "Suivez la réponse la plus étrange.",
    "Écrivez un seul mot sur un papier, et laissez-le là.",
    "Revenez par un autre chemin.",
)

NAMES = (
    "Nadia", "Marcel", "Ousmane", "Judith", "Awa", "Colette", "Idriss", "Simone", "Paul", "Leïla",
    "Bernard", "Yuna", "Mehdi", "Odile", "Tomás", "Inès", "Gérard", "Fatou", "Luc", "Hélène",
)  # fmt: skip

FABRIQUES = (
    "Prises de risque",
    "Attentions partagées",
    "Lapins",
    "Bruits de métal",
    "Ce que l'on garde",
    "Marcher la nuit",
    "Voix basses",
    "La table des autres",
    "Passages",
    "Un geste par jour",
)


def name(number: int) -> str:
    """Return a first name; names repeat."""
    return NAMES[number % len(NAMES)]
