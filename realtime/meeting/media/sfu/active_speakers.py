"""Active speaker detection: which voices are forwarded, with hysteresis so that they do not flutter.

Loudness is 0 (silence) to 127, the inverse of the audio levels of RFC 6464.
"""

VOICES = 3
# One more than a viewer hears, since nobody hears themselves.
FRONT = VOICES + 1
MARGIN = 10.0
SPEAKING = 75.0
HELD = 1.0
RISE, FALL = 0.4, 0.06
UNTOLD = 87.0
"""The loudness of somebody whose browser sends no audio level."""


class _VoiceLevel:
    """Somebody's smoothed loudness; since when they speak, and until when they count as speaking."""

    __slots__ = ("loudness", "since", "until")

    def __init__(self) -> None:
        self.loudness = 0.0
        self.since = self.until = 0.0


class ActiveSpeakers:
    """The speakers of one group. ``front``: whose voices are forwarded, the loudest first. Times are seconds
    of any steady clock."""

    def __init__(self) -> None:
        self.front: list[int] = []
        self.recent: list[int] = []
        self._voices: dict[int, _VoiceLevel] = {}

    def heard(self, person: int, loudness: float, now: float) -> bool:
        """Take the level of one packet of ``person``; return whether they have just entered the front."""
        voice = self._voices.get(person)
        if voice is None:
            voice = self._voices[person] = _VoiceLevel()
        voice.loudness += (loudness - voice.loudness) * (RISE if loudness > voice.loudness else FALL)
        if voice.loudness >= SPEAKING:
            if voice.until < now:
                voice.since = now
            voice.until = now + HELD
        return person not in self.front and self._enters(person, voice)

    def quiet(self, person: int) -> None:
        """Remove a voice that is not sent any more: muted, held, or moved to another group."""
        self._voices.pop(person, None)
        if person in self.front:
            self.front.remove(person)

    def forget(self, person: int) -> None:
        """Forget ``person``, who has left."""
        self.quiet(person)
        if person in self.recent:
            self.recent.remove(person)

    def speaking(self, now: float) -> list[int]:
        """List who speaks now, the loudest first."""
        return [person for person in self.front if self._voices[person].until >= now]

    def settle(self, now: float) -> None:
        """Reorder the front, fade the silent, remember who has spoken. Call it periodically."""
        for voice in self._voices.values():
            if voice.until < now:
                voice.loudness *= 0.9
        for place in range(1, len(self.front)):
            ahead, behind = self.front[place - 1 : place + 1]
            if self._voices[behind].loudness > self._voices[ahead].loudness + MARGIN:
                self.front[place - 1 : place + 1] = behind, ahead
        self._remember(self.speaking(now), now)

    def voices_for(self, person: int | None) -> list[int]:
        """List the people whom ``person`` hears."""
        return [other for other in self.front if other != person][:VOICES]

    def _enters(self, person: int, voice: _VoiceLevel) -> bool:
        if len(self.front) < FRONT:
            self.front.append(person)
            return True
        quietest = min(self.front, key=lambda other: self._voices[other].loudness)
        if voice.loudness <= self._voices[quietest].loudness + MARGIN:
            return False
        self.front[self.front.index(quietest)] = person
        return True

    def _remember(self, speaking: list[int], now: float) -> None:
        """Move lasting speakers to the top of ``recent``, unless whoever is there still speaks."""
        lasting = [person for person in speaking if now - self._voices[person].since >= 0.5]
        for person in lasting[:VOICES]:
            top = self.recent[0] if self.recent else None
            if person in self.recent[:VOICES] and (top in lasting or person != lasting[0]):
                continue
            if person in self.recent:
                self.recent.remove(person)
            self.recent.insert(1 if top in lasting else 0, person)
