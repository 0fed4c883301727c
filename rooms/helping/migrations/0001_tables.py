import django.db.models.deletion
import django.utils.timezone
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
            name='HelpRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='help_requests', to='rooms.room')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('word', models.CharField(blank=True, max_length=600)),
                ('page', models.CharField(blank=True, max_length=200)),
                ('browser', models.CharField(blank=True, max_length=60)),
                ('connected', models.CharField(blank=True, choices=[('', 'on ne sait pas'), ('on', 'en ligne'), ('off', 'coupée de la maison')], max_length=3)),
                ('refusal', models.CharField(blank=True, max_length=300)),
                ('network', models.CharField(blank=True, max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('answer', models.CharField(blank=True, max_length=500)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'demande d’aide',
                'verbose_name_plural': 'demandes d’aide',
            },
        ),
    ]
