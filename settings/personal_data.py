"""All that the house keeps of people: the part of each app, those below first (people/data.py)."""

from people.personal_data import PERSONAL_DATA as PEOPLE
from protocols.personal_data import PERSONAL_DATA as PROTOCOLS
from rooms.helping.personal_data import PERSONAL_DATA as HELPING
from rooms.meetings.personal_data import PERSONAL_DATA as MEETINGS
from rooms.moderation.personal_data import PERSONAL_DATA as MODERATION
from rooms.personal_data import PERSONAL_DATA as ROOMS
from rooms.sessions.personal_data import PERSONAL_DATA as SESSIONS

PERSONAL_DATA = (PEOPLE, ROOMS, MEETINGS, MODERATION, HELPING, SESSIONS, PROTOCOLS)
