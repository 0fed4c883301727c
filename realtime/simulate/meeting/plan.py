"""The parameters of a simulated rencontre."""

from dataclasses import dataclass

MOST_PEOPLE = 100
FEWEST_PEOPLE = 5  # below, browsers connect to each other and the media server carries nothing
ARRIVAL_SHARE, LONGEST_ARRIVAL = 0.15, 20.0


@dataclass(frozen=True)
class SimulatedMeeting:
    """``cameras`` of ``people`` are on, ``speaking`` speak at a time, each sees at most ``tiles``.

    ``loss``: the share of packets lost each way; ``goal_ms``: for the 95th percentile of the first picture.
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
        """Seconds over which the guests arrive."""
        return min(self.seconds * ARRIVAL_SHARE, LONGEST_ARRIVAL)

    @property
    def turn(self) -> float:
        """Seconds that each guest speaks."""
        return max(4.0, min(20.0, self.seconds / 8))

    def awaited(self, number: int) -> int:
        """Return how many pictures the guest with that number should see."""
        return min(self.tiles, self.cameras - (1 if number < self.cameras else 0))
