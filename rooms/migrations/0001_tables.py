import django.db.models.deletion
import django.utils.timezone
import rooms.models
import rooms.reactions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mezza', 'Mezza'), ('fabrique', 'Fabrique'), ('wings', 'Coulisses')], default='fabrique', max_length=8)),
                ('title', models.CharField(max_length=80, verbose_name='titre')),
                ('slug', models.SlugField(unique=True)),
                ('code', models.CharField(blank=True, max_length=12, null=True, unique=True, verbose_name='code d’entrée')),
                ('presentation', models.TextField(blank=True, verbose_name='présentation')),
                ('led_by', models.CharField(blank=True, max_length=120, verbose_name='menée par')),
                ('opens_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='ouvre le')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='ferme le')),
                ('shut_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='porte fermée le')),
                ('hot', models.CharField(default='#ff5a1f', max_length=7, verbose_name='couleur vive')),
                ('pairing', models.CharField(choices=[('bricolage', 'Titres de caractère'), ('atkinson', 'Titres sobres')], default='bricolage', max_length=10, verbose_name='caractères')),
                ('reactions', models.JSONField(default=rooms.reactions.default_reactions, verbose_name='réactions')),
                ('image', models.CharField(blank=True, max_length=60, verbose_name='image')),
                ('image_alt', models.CharField(blank=True, max_length=250, verbose_name='description de l’image')),
                ('stage', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wings', to='rooms.room')),
                ('rehearses', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rehearsals', to='rooms.room')),
                ('head', models.PositiveBigIntegerField(default=0, editable=False)),
                ('epoch', models.CharField(default=rooms.models.fresh_epoch, editable=False, max_length=16)),
                ('hush', models.CharField(blank=True, choices=[('open', 'on écrit dans le fil'), ('silence', 'on écrit en silence'), ('led', 'seul qui mène écrit')], editable=False, max_length=8)),
                ('holds', models.CharField(blank=True, choices=[('', 'plus personne'), ('new', 'le premier message de qui arrive'), ('all', 'tout le monde')], default='', editable=False, max_length=3)),
                ('phase_holds', models.BooleanField(default=False, editable=False)),
                ('slow', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('fragments', models.JSONField(default=dict, editable=False)),
            ],
            options={
                'verbose_name': 'espace',
                'verbose_name_plural': 'espaces',
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='rooms.room')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('participant', 'Participant·e'), ('artist', 'Artiste'), ('staff', 'Équipe')], default='participant', max_length=12, verbose_name='rôle')),
                ('read_seq', models.PositiveBigIntegerField(default=0)),
                ('quieted_at', models.DateTimeField(blank=True, null=True)),
                ('quieted_until', models.DateTimeField(blank=True, null=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('held_at', models.DateTimeField(blank=True, null=True)),
                ('spoke_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('waiting', models.PositiveIntegerField(default=0, editable=False)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('came_by', models.CharField(blank=True, editable=False, max_length=12)),
                ('changed_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'appartenance',
                'verbose_name_plural': 'appartenances',
                'constraints': [models.UniqueConstraint(fields=('room', 'person'), name='one_membership')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('held', models.CharField(blank=True, choices=[('draft', 'son auteur·ice y travaille'), ('silence', 'attend d’être dévoilé'), ('approval', 'attend l’équipe'), ('refused', 'l’équipe ne l’a pas publié')], editable=False, max_length=8)),
                ('held_for', models.CharField(blank=True, choices=[('room', 'tout est relu ici'), ('phase', 'tout est relu pendant ce temps de la séance'), ('new', 'premier message'), ('person', 'ce qu’écrit cette personne est relu'), ('team', 'mis en attente par l’équipe'), ('words', 'un mot de la liste')], editable=False, max_length=6)),
                ('told', models.CharField(blank=True, editable=False, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='rooms.room')),
                ('seq', models.PositiveBigIntegerField(editable=False, null=True)),
                ('kind', models.CharField(default='words', max_length=40)),
                ('card', models.JSONField(blank=True, null=True)),
                ('drawn_seq', models.PositiveBigIntegerField(default=0, editable=False)),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('pinned_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'constraints': [models.UniqueConstraint(fields=('room', 'seq'), name='one_place_in_the_feed')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('body', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('held', models.CharField(blank=True, choices=[('draft', 'son auteur·ice y travaille'), ('silence', 'attend d’être dévoilé'), ('approval', 'attend l’équipe'), ('refused', 'l’équipe ne l’a pas publié')], editable=False, max_length=8)),
                ('held_for', models.CharField(blank=True, choices=[('room', 'tout est relu ici'), ('phase', 'tout est relu pendant ce temps de la séance'), ('new', 'premier message'), ('person', 'ce qu’écrit cette personne est relu'), ('team', 'mis en attente par l’équipe'), ('words', 'un mot de la liste')], editable=False, max_length=6)),
                ('told', models.CharField(blank=True, editable=False, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('erased_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='rooms.post')),
                ('held_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'réponse',
                'verbose_name_plural': 'réponses',
            },
        ),
        migrations.CreateModel(
            name='Reaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='rooms.post')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sign', models.CharField(max_length=12)),
            ],
            options={
                'verbose_name': 'réaction',
                'verbose_name_plural': 'réactions',
                'constraints': [models.UniqueConstraint(fields=('post', 'person', 'sign'), name='one_sign_each')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='rooms.room')),
                ('seq', models.PositiveBigIntegerField()),
                ('data', models.TextField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ref', models.UUIDField(null=True)),
                ('content', models.CharField(blank=True, default='', max_length=8)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rooms.post')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='rooms.comment')),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('topic', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='lines_about_a_person'), models.Index(condition=models.Q(('topic', ''), _negated=True), fields=['room', 'topic'], name='lines_about_a_topic')],
                'constraints': [models.UniqueConstraint(fields=('room', 'seq'), name='dense_and_single'), models.UniqueConstraint(condition=models.Q(('ref__isnull', False)), fields=('actor', 'ref'), name='one_command_once')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='rooms.room')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('act', models.CharField(choices=[('hide', 'a masqué'), ('show', 'a rétabli'), ('erase', 'a supprimé pour de bon'), ('quiet', 'a mis en silence'), ('quietfor', 'a mis en silence pour un moment'), ('unquiet', 'a rendu la parole à'), ('remove', 'a retiré'), ('readmit', 'a réadmis'), ('answer', 'a répondu à l’équipe'), ('move', 'a déplacé'), ('moveback', 'a ramené'), ('renew', 'a renouvelé le code'), ('shut', 'a fermé la porte'), ('open', 'a rouvert la porte'), ('tell', 'a dit à l’équipe'), ('word', 'a écrit un mot à'), ('wait', 'a écrit, en attente de l’équipe'), ('unwait', 'a repris ce qui attendait l’équipe'), ('approve', 'a publié'), ('refuse', 'n’a pas publié'), ('reopen', 'a remis en attente'), ('hold', 'a mis en attente'), ('report', 'a signalé'), ('leave', 'a laissé, après l’avoir lu,'), ('unleave', 'a remis à regarder'), ('holdroom', 'relit désormais'), ('holdwho', 'relit désormais ce qu’écrit'), ('freewho', 'ne relit plus ce qu’écrit'), ('clear', 'a masqué d’un coup les messages de'), ('unclear', 'a rendu d’un coup les messages de'), ('bar', 'a exclu de la maison'), ('unbar', 'a rouvert la maison à'), ('words', 'a changé la liste de mots de la maison'), ('slow', 'a réglé le rythme des messages'), ('help', 'a répondu à une demande d’aide de'), ('settle', 'a réglé une demande d’aide de'), ('unsettle', 'a repris une demande d’aide de'), ('letin', 'a fait une carte d’un moment pour'), ('appeal', 'a demandé un autre regard'), ('pin', 'a épinglé'), ('unpin', 'a décroché'), ('close', 'a fermé les réponses à'), ('unclose', 'a rouvert les réponses à'), ('announce', 'a dit à tout le monde'), ('unsay', 'a repris ce qui était dit à tout le monde'), ('merge', 'a réuni les deux comptes de'), ('uphold', 'a confirmé, après un autre regard, la décision sur'), ('unuphold', 'demande encore un autre regard sur la décision sur')], max_length=8)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.post')),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='rooms.comment')),
                ('why', models.CharField(blank=True, max_length=500)),
                ('facts', models.JSONField(blank=True, default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'décision',
                'verbose_name_plural': 'décisions',
            },
        ),
        migrations.CreateModel(
            name='ArrivalBucket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(max_length=64, unique=True)),
                ('tokens', models.FloatField()),
                ('at', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
