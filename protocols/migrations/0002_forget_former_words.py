"""Take out of the logs what later versions take out as it happens: former names, titles and consignes."""

import json
import re

from django.db import migrations

ERASED = json.dumps({"kind": "erased"}, separators=(",", ":"))
# A person as shown in a line, where quotes that people typed are escaped.
SHOWN = re.compile(r'(\{"id":(\d+),"name":)"(?:[^"\\]|\\.)*"')
# Events that say all of a thing, so that the last one replaces those before.
WHOLE = ("room.changed", "consigne.pinned")


def forget(apps, _editor):
    names = dict(apps.get_model("people", "Person").objects.values_list("pk", "name"))
    events = apps.get_model("rooms", "Event").objects

    def renamed(shown):
        name = names.get(int(shown[2]))
        return shown[0] if name is None else shown[1] + json.dumps(name, ensure_ascii=False)

    for line in events.filter(data__contains=',"name":').iterator():
        if (data := SHOWN.sub(renamed, line.data)) != line.data:
            events.filter(pk=line.pk).update(data=data)
    last = set()
    for kind in WHOLE:
        for line in events.filter(data__startswith=f'{{"kind":"{kind}"').order_by("-seq").iterator():
            topic = _topic(json.loads(line.data))
            is_last = (line.room_id, topic) not in last
            last.add((line.room_id, topic))
            events.filter(pk=line.pk).update(topic=topic, data=line.data if is_last else ERASED)


def _topic(event):
    return "face" if event["kind"] == "room.changed" else f"consigne:{event['consigne']['id']}"


class Migration(migrations.Migration):
    dependencies = [
        ("protocols", "0001_initial"),
        ("rooms", "0002_post_kept_at"),
        ("people", "0003_count_failed_attempts"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
