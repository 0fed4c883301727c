"""Whose voices pass: the loudest few of those who hear one another, without flutter.

Loudness is 0 (silence) to 127, the other way round than the levels of RFC 6464.
"""

VOICES = 3
# One more than anybody hears: nobody hears themselves.
FRONT = VOICES + 1
MARGIN = 10.0
SPEAKING = 75.0
HELD = 1.0
RISE, FALL = 0.4, 0.06
UNTOLD = 87.0
"""The loudness of somebody whose browser does not tell it."""


class Voice:
    """How loud somebody is, smoothed; since when they speak, and until when they are held to."""

    __slots__ = ("loudness", "since", "until")

    def __init__(self) -> None:
        self.loudness = 0.0
        self.since = self.until = 0.0


class Speakers:
    """``front``: whose voices pass, the loudest first. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        self.front: list[int] = []
        self.recent: list[int] = []
        self._voices: dict[int, Voice] = {}

    def heard(self, person: int, loudness: float, now: float) -> bool:
        """A packet of ``person`` has come; whether they have just entered the front."""
        voice = self._voices.get(person)
        if voice is None:
            voice = self._voices[person] = Voice()
        voice.loudness += (loudness - voice.loudness) * (RISE if loudness > voice.loudness else FALL)
        if voice.loudness >= SPEAKING:
            if voice.until < now:
                voice.since = now
            voice.until = now + HELD
        return person not in self.front and self._enters(person, voice)

    def quiet(self, person: int) -> None:
        """``person`` sends no voice any more: muted, held, or gone to another group."""
        self._voices.pop(person, None)
        if person in self.front:
            self.front.remove(person)

    def forget(self, person: int) -> None:
        """``person`` has left."""
        self.quiet(person)
        if person in self.recent:
            self.recent.remove(person)

    def speaking(self, now: float) -> list[int]:
        """Who speaks now, the loudest first."""
        return [person for person in self.front if self._voices[person].until >= now]

    def settle(self, now: float) -> None:
        """Now and then: put the front in order, fade who sends nothing, remember who has spoken."""
        for voice in self._voices.values():
            if voice.until < now:
                voice.loudness *= 0.9
        for place in range(1, len(self.front)):
            ahead, behind = self.front[place - 1 : place + 1]
            if self._voices[behind].loudness > self._voices[ahead].loudness + MARGIN:
                self.front[place - 1 : place + 1] = behind, ahead
        self._remember(self.speaking(now), now)

    def voices_for(self, person: int | None) -> list[int]:
        """Whom ``person`` hears."""
        return [other for other in self.front if other != person][:VOICES]

    def _enters(self, person: int, voice: Voice) -> bool:
        if len(self.front) < FRONT:
            self.front.append(person)
            return True
        quietest = min(self.front, key=lambda other: self._voices[other].loudness)
        if voice.loudness <= self._voices[quietest].loudness + MARGIN:
            return False
        self.front[self.front.index(quietest)] = person
        return True

    def _remember(self, speaking: list[int], now: float) -> None:
        """Who has spoken for a while comes to the top, unless who is there speaks still."""
        lasting = [person for person in speaking if now - self._voices[person].since >= 0.5]
        for person in lasting[:VOICES]:
            top = self.recent[0] if self.recent else None
            if person in self.recent[:VOICES] and (top in lasting or person != lasting[0]):
                continue
            if person in self.recent:
                self.recent.remove(person)
            self.recent.insert(1 if top in lasting else 0, person)
