"""What a simulated rencontre is to be."""

from dataclasses import dataclass

MOST_PEOPLE = 100
FEWEST_PEOPLE = 5  # below, browsers speak to each other and the house carries nothing
ARRIVAL_SHARE, LONGEST_ARRIVAL = 0.15, 20.0


@dataclass(frozen=True)
class Plan:
    """``cameras`` of ``people`` are on, ``speaking`` speak at a time, each sees at most ``tiles``.

    ``loss``: the share of what is lost each way; ``goal_ms``: until the first picture, 95 times of 100.
    """

    people: int
    cameras: int
    speaking: int
    tiles: int
    seconds: float
    loss: float
    seed: str
    goal_ms: float

    @property
    def arrival(self) -> float:
        """Seconds over which people arrive."""
        return min(self.seconds * ARRIVAL_SHARE, LONGEST_ARRIVAL)

    @property
    def turn(self) -> float:
        """Seconds that one speaks."""
        return max(4.0, min(20.0, self.seconds / 8))

    def awaited(self, number: int) -> int:
        """How many pictures the guest with that number should see."""
        return min(self.tiles, self.cameras - (1 if number < self.cameras else 0))
