"""Run the service without its poll every two seconds: it learns of other processes' writes by hints alone."""

from asgi import application as application
from realtime.fanout import connection_registry

connection_registry.POLL_SECONDS = 24 * 3600.0
