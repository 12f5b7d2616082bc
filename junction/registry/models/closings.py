"""A person's decision that nothing is registered at a place any longer, and its being taken back."""

from django.db import models

from .places import Place


class Closing(models.Model):
    """A place was closed from a day on; perhaps it opened again, or had never closed.

    The registrations it ended bear its moment as `ended_recorded_at`. Opening again begins new ones, so what
    was known in between stays as it was. A closing by a list has a row only once somebody has taken it back.
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="closings")
    closed_on = models.DateField()
    why = models.TextField(blank=True)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=100, blank=True)  # empty: a list
    reopened_on = models.DateField(null=True, blank=True)  # none, though taken back: it never closed
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.CharField(max_length=100, blank=True)
    reopened_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-closed_at", "-id"]

    @property
    def was_a_mistake(self) -> bool:
        """Tell whether it was taken back because the place had never closed."""
        return self.reopened_at is not None and self.reopened_on is None
