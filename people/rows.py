"""Compiled queries of people, used by nearly every command and every page."""

from database.compiled_sql import CompiledQuery
from people.models import Person

PERSON = CompiledQuery(Person.objects.all(), "id")
