import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('rooms', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='rooms.room')),
                ('title', models.CharField(max_length=80, verbose_name='titre')),
                ('words', models.TextField(blank=True, verbose_name='de quoi il s’agit')),
                ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='menée par')),
                ('starts_at', models.DateTimeField(verbose_name='commence le')),
                ('minutes', models.PositiveSmallIntegerField(default=60, verbose_name='durée en minutes')),
                ('opened_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('lobby', models.BooleanField(default=False, verbose_name='on frappe avant d’entrer')),
                ('locked', models.BooleanField(default=False, editable=False)),
                ('floor', models.BooleanField(default=True, editable=False)),
                ('spotlight', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('groups', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('groups_end_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('groups_phase', models.PositiveBigIntegerField(editable=False, null=True)),
                ('group_size', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('parted_in', models.PositiveBigIntegerField(editable=False, null=True)),
                ('text', models.JSONField(editable=False, null=True)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('edition', models.PositiveIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'rencontre',
                'verbose_name_plural': 'rencontres',
                'indexes': [models.Index(fields=['room', 'starts_at'], name='meetings_of_a_room')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='meetings.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('host', models.BooleanField(default=False)),
                ('stood_down', models.BooleanField(default=False)),
                ('knocked_at', models.DateTimeField(blank=True, null=True)),
                ('admitted_at', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('entered_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('silenced', models.BooleanField(default=False)),
                ('may_speak', models.BooleanField(default=False)),
                ('group', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='one_attendance')],
            },
        ),
        migrations.CreateModel(
            name='Caption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='captions', to='meetings.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.CharField(max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recordings', to='meetings.meeting')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ready_at', models.DateTimeField(blank=True, null=True)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('file', models.CharField(blank=True, max_length=60)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('seconds', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('erased_at', None)), fields=('meeting',), name='one_recording_at_a_time')],
            },
        ),
    ]
