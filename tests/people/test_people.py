"""People: participants have a name and nothing else; the team has an address and a password."""

from people.models import Person


def test_who_arrives_has_no_address_and_no_password(nadia: Person) -> None:
    assert nadia.email is None
    assert not nadia.has_usable_password()
    assert not nadia.is_staff


def test_two_people_may_have_the_same_name(nadia: Person) -> None:
    assert Person.objects.arrive(nadia.name).pk != nadia.pk


def test_the_team_enters_with_a_password(awa: Person) -> None:
    assert awa.is_staff
    assert not awa.is_superuser
    assert awa.check_password("douze signes au moins")
