"""Four scores to start from."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rooms.sessions.phase_plan import PhasePlan

MINUTE = 60


@dataclass(frozen=True, slots=True)
class StartingScore:
    """A score as it is offered: its name, what it is for, its phases."""

    label: str | Promise
    help: str | Promise
    phases: tuple[PhasePlan, ...]

    @property
    def seconds(self) -> int:
        """How long it lasts, phases without an end left out."""
        return sum(phase.seconds or 0 for phase in self.phases)

    def plans(self) -> list[PhasePlan]:
        """Return its phases in the language of now."""
        return [replace(each, title=str(each.title), words=str(each.words)) for each in self.phases]


SCORES: dict[str, StartingScore] = {
    "risks": StartingScore(
        _("Une heure de prises de risque"),
        _("On lit la consigne, on écrit seul, on se découvre, on essaie le geste de quelqu’un d’autre."),
        (
            PhasePlan("read", _("Arriver"), _("Asseyez-vous. Dites bonjour, en un mot."), 5 * MINUTE),
            PhasePlan(
                "read",
                _("Entendre la consigne"),
                _("Lisez-la deux fois. Ne cherchez pas encore."),
                4 * MINUTE,
                writers="leaders",
            ),
            PhasePlan(
                "silence",
                _("Écrire en silence"),
                _("Un geste minuscule, faisable dès demain. En quatre lignes au plus."),
                12 * MINUTE,
                until_finished=True,
            ),
            PhasePlan(
                "reveal",
                _("Tout se dévoile"),
                _("Lisez. Il n’y a rien d’autre à faire."),
                9 * MINUTE,
                order="lot",
                pace=30,
            ),
            PhasePlan(
                "perform",
                _("Interpréter"),
                _("Choisissez le geste de quelqu’un. Faites-le, là où vous êtes. Dites ce qui s’est passé."),
                20 * MINUTE,
            ),
            PhasePlan("react", _("Se quitter"), _("Un mot pour ce que vous emportez."), 10 * MINUTE),
        ),
    ),
    "silent": StartingScore(
        _("Vingt minutes de silence"),
        _("On écrit ensemble, sans rien montrer, puis tout apparaît à la fois."),
        (
            PhasePlan(
                "read",
                _("Se poser"),
                _("Trois respirations. Le téléphone en silencieux."),
                2 * MINUTE,
                writers="leaders",
            ),
            PhasePlan(
                "silence", _("Écrire en silence"), _("Ce qui vous entoure, sans le juger."), 12 * MINUTE
            ),
            PhasePlan("reveal", _("Tout se dévoile"), _("Lisez lentement."), 4 * MINUTE, order="together"),
            PhasePlan("react", _("Un signe"), _("Un signe, ou un mot, à qui vous a touché."), 2 * MINUTE),
        ),
    ),
    "reading": StartingScore(
        _("Une lecture ensemble"),
        _("Quelqu’un lit, les autres suivent ; chacun écrit ce qui lui reste, et on en parle."),
        (
            PhasePlan(
                "read",
                _("Écouter"),
                _("On lit à voix haute. Suivez des yeux, ou fermez-les."),
                10 * MINUTE,
                writers="leaders",
            ),
            PhasePlan(
                "silence",
                _("Une phrase qui reste"),
                _("Recopiez la phrase qui vous reste, et dites pourquoi."),
                5 * MINUTE,
                until_finished=True,
            ),
            PhasePlan(
                "reveal",
                _("Les phrases"),
                _("Une phrase après l’autre, quand on la lit."),
                None,
                order="tapped",
            ),
            PhasePlan(
                "react", _("En parler"), _("Répondez à une phrase qui n’est pas la vôtre."), 15 * MINUTE
            ),
        ),
    ),
    "first": StartingScore(
        _("Un premier soir"),
        _("Pour qui ne se connaît pas, et n’est jamais venu."),
        (
            PhasePlan(
                "read", _("Dire bonjour"), _("Écrivez votre prénom, et d’où vous écrivez."), 8 * MINUTE
            ),
            PhasePlan(
                "silence",
                _("Un objet près de vous"),
                _("Décrivez-le sans le nommer. Trois lignes suffisent."),
                6 * MINUTE,
                until_finished=True,
            ),
            PhasePlan(
                "reveal", _("Deviner"), _("Lisez, et devinez tout bas."), 5 * MINUTE, order="paced", pace=15
            ),
            PhasePlan(
                "react", _("Se répondre"), _("Dites à quelqu’un ce que vous avez deviné."), 10 * MINUTE
            ),
            PhasePlan("pause", _("Pause"), _("Buvez quelque chose. On revient."), 5 * MINUTE),
            PhasePlan("meet", _("Se voir"), _("On allume les caméras, si l’on veut."), 15 * MINUTE),
        ),
    ),
}
