"""The recording of a rencontre: packets are put aside while it goes on, and become one film afterwards."""
