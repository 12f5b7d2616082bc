"""The outbox: messages that wait, that went, and that could not go."""

from django.db import models

CHANNELS = [("email", "Email"), ("sms", "Text message")]
STATES = [("queued", "Waiting"), ("sent", "Sent"), ("failed", "Could not be sent")]


class Message(models.Model):
    """One message to one person. Whom it goes to is a key of a personal value; the context holds none."""

    to = models.CharField(max_length=32)  # key of a PersonalValue
    channel = models.CharField(max_length=10, choices=CHANNELS)
    template = models.CharField(max_length=80)  # "people/invitation"
    context = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)  # names in the template to keys of personal values
    sealed = models.TextField(blank=True)  # words that open a door, encrypted; emptied once sent
    useful_until = models.DateTimeField(null=True)  # after this it is not sent: its link has ended
    subject = models.CharField(max_length=120, blank=True)  # "kind:id" of what it is about
    by = models.CharField(max_length=100)
    queued_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="queued")
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=100, blank=True)  # the carrier's own
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = "core"
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(state="queued")),
            models.Index(fields=["state", "-queued_at"], name="message_by_state"),
            models.Index(fields=["subject", "-queued_at"], name="message_by_subject"),
        ]
