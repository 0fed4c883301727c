import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('meetings', '0001_tables'),
        ('rooms', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='rooms.room')),
                ('title', models.CharField(max_length=60, verbose_name='titre')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rehearses', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rehearsals', to='timed_sessions.session')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('began_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('index', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('phase_began_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('phase_ends_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('added', models.PositiveIntegerField(default=0, editable=False)),
                ('paused_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('texts', models.PositiveIntegerField(default=0, editable=False)),
                ('meeting', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='meetings.meeting')),
                ('release_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('due_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('acted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('wall', models.CharField(blank=True, editable=False, max_length=32)),
                ('ref', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'séance',
                'verbose_name_plural': 'séances',
                'constraints': [models.UniqueConstraint(condition=models.Q(('began_at__isnull', False), ('ended_at', None)), fields=('room',), name='one_session_at_a_time'), models.UniqueConstraint(condition=models.Q(('wall', ''), _negated=True), fields=('wall',), name='one_wall_each'), models.UniqueConstraint(fields=('by', 'ref'), name='one_session_a_ref')],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='timed_sessions.session')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('read', 'Lire'), ('silence', 'Écrire en silence'), ('reveal', 'Dévoiler'), ('react', 'Réagir'), ('perform', 'Interpréter'), ('meet', 'Se voir'), ('pause', 'Pause')], default='read', max_length=8, verbose_name='ce qu’on fait')),
                ('title', models.CharField(max_length=60, verbose_name='titre')),
                ('words', models.TextField(blank=True, verbose_name='quoi faire')),
                ('seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='durée')),
                ('writers', models.CharField(choices=[('all', 'tout le monde'), ('leaders', 'qui mène la séance')], default='all', max_length=8, verbose_name='qui publie')),
                ('until_finished', models.BooleanField(default=False, verbose_name='passe aussi quand tout le monde a fini')),
                ('order', models.CharField(choices=[('together', 'tous à la fois'), ('paced', 'un par un, dans l’ordre où ils furent finis'), ('lot', 'un par un, tirés au sort'), ('tapped', 'un par un, quand vous touchez le bouton')], default='paced', max_length=8, verbose_name='ordre')),
                ('pace', models.PositiveSmallIntegerField(default=20, verbose_name='secondes pour chaque texte')),
                ('group_size', models.PositiveSmallIntegerField(default=0, verbose_name='combien par groupe')),
                ('read_first', models.BooleanField(default=False, verbose_name='lu par l’équipe avant de paraître')),
                ('ref', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'verbose_name': 'temps',
                'verbose_name_plural': 'temps',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('session', 'ref'), name='one_phase_a_ref')],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='timed_sessions.phase')),
                ('seq', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='Finish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='finishes', to='timed_sessions.phase')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('phase', 'person'), name='one_finish_each')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='timed_sessions.session')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='one_participation_each')],
            },
        ),
        migrations.CreateModel(
            name='LeadWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lead_words', to='timed_sessions.session')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.CharField(max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ref', models.UUIDField(editable=False, null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(fields=('by', 'ref'), name='one_lead_word_a_ref')],
            },
        ),
        migrations.CreateModel(
            name='Grace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='graces', to='timed_sessions.phase')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('until', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('phase', 'person'), name='one_grace_each')],
            },
        ),
    ]
