import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('rooms', '0001_tables'),
        ('timed_sessions', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='phase',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='texts', to='timed_sessions.phase'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('seq', None), models.Q(('held', ''), _negated=True)), fields=('phase', 'author'), name='one_held_text_each'),
        ),
    ]
