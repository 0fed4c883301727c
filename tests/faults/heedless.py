"""The service without its look at the log every two seconds: what others write is known by hints alone."""

from asgi import application as application
from realtime.fanout import house

house.LOOK_EVERY = 24 * 3600.0
