"""What ``protocols`` keeps of somebody: their consignes, their protocoles and their drafts."""

from people.data import Facts, Link, PersonalData
from people.models import Person
from protocols import merging
from protocols.models import Consigne, Protocole
from protocols.written import Written


def _erase(person: Person, _by: Person) -> None:
    """Delete their protocoles and drafts; a consigne, which shows no name, stays with its fabrique."""
    Protocole.objects.filter(author=person).delete()


def _export(person: Person) -> Facts:
    asked = Consigne.objects.filter(author=person).select_related("room").order_by("pk")
    made = Protocole.objects.filter(author=person).select_related("consigne").order_by("pk")
    return {
        "consignes": [
            {"room": each.room.title, "title": each.title, "words": each.words, "pinned_at": each.pinned_at}
            for each in asked
        ],
        "protocoles": [_protocole(each) for each in made],
    }


def _protocole(made: Protocole) -> Facts:
    written = {name: getattr(made, name) for name in Written.__struct_fields__}
    about = {"consigne": made.consigne.title, "handed_in": made.post_id is not None}
    return about | {"began_at": made.created_at, "changed_at": made.changed_at} | written


LINKS = (Link(Consigne, "author"), Link(Protocole, "author"))
PERSONAL_DATA = PersonalData("protocols", _erase, _export, LINKS, merging.fold)
