import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('rooms', '0001_tables'),
        ('timed_sessions', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Consigne',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consignes', to='rooms.room')),
                ('title', models.CharField(max_length=140, verbose_name='titre')),
                ('words', models.TextField(blank=True, verbose_name='mots')),
                ('fields', models.JSONField(blank=True, default=list, verbose_name='questions')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pinned_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True)),
            ],
            options={
                'verbose_name': 'consigne',
                'verbose_name_plural': 'consignes',
            },
        ),
        migrations.CreateModel(
            name='PhaseConsigne',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='timed_sessions.phase')),
                ('consigne', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='protocols.consigne')),
            ],
        ),
        migrations.CreateModel(
            name='Protocole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('consigne', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='protocoles', to='protocols.consigne')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='protocoles', to=settings.AUTH_USER_MODEL)),
                ('post', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='protocole', to='rooms.post')),
                ('title', models.CharField(blank=True, max_length=140, verbose_name='titre')),
                ('needs', models.TextField(blank=True, verbose_name='ce qu’il faut')),
                ('duration', models.CharField(blank=True, max_length=80, verbose_name='durée')),
                ('steps', models.JSONField(blank=True, default=list, verbose_name='étapes')),
                ('origin', models.TextField(blank=True, verbose_name='d’où il vient')),
                ('answers', models.JSONField(blank=True, default=dict, verbose_name='réponses')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'protocole',
                'verbose_name_plural': 'protocoles',
                'constraints': [models.UniqueConstraint(condition=models.Q(('post', None)), fields=('consigne', 'author'), name='one_draft_each')],
            },
        ),
    ]
