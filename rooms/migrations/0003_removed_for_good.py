from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rooms', '0002_texts_of_a_session'),
    ]

    operations = [
        migrations.AddField(
            model_name='comment',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='post',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='decision',
            name='act',
            field=models.CharField(choices=[('hide', 'a masqué'), ('show', 'a rétabli'), ('erase', 'a supprimé pour de bon'), ('quiet', 'a mis en silence'), ('quietfor', 'a mis en silence pour un moment'), ('unquiet', 'a rendu la parole à'), ('remove', 'a retiré'), ('readmit', 'a réadmis'), ('answer', 'a répondu à l’équipe'), ('move', 'a déplacé'), ('moveback', 'a ramené'), ('renew', 'a renouvelé le code'), ('shut', 'a fermé la porte'), ('open', 'a rouvert la porte'), ('tell', 'a dit à l’équipe'), ('word', 'a écrit un mot à'), ('wait', 'a écrit, en attente de l’équipe'), ('unwait', 'a repris ce qui attendait l’équipe'), ('approve', 'a publié'), ('refuse', 'n’a pas publié'), ('reopen', 'a remis en attente'), ('hold', 'a mis en attente'), ('report', 'a signalé'), ('leave', 'a laissé, après l’avoir lu,'), ('unleave', 'a remis à regarder'), ('holdroom', 'relit désormais'), ('holdwho', 'relit désormais ce qu’écrit'), ('freewho', 'ne relit plus ce qu’écrit'), ('clear', 'a masqué d’un coup les messages de'), ('unclear', 'a rendu d’un coup les messages de'), ('bar', 'a exclu de la maison'), ('unbar', 'a rouvert la maison à'), ('words', 'a changé la liste de mots de la maison'), ('slow', 'a réglé le rythme des messages'), ('help', 'a répondu à une demande d’aide de'), ('settle', 'a réglé une demande d’aide de'), ('unsettle', 'a repris une demande d’aide de'), ('letin', 'a fait une carte d’un moment pour'), ('appeal', 'a demandé un autre regard'), ('pin', 'a épinglé'), ('unpin', 'a décroché'), ('close', 'a fermé les réponses à'), ('unclose', 'a rouvert les réponses à'), ('announce', 'a dit à tout le monde'), ('unsay', 'a repris ce qui était dit à tout le monde'), ('merge', 'a réuni les deux comptes de'), ('uphold', 'a confirmé, après un autre regard, la décision sur'), ('unuphold', 'demande encore un autre regard sur la décision sur')], max_length=8),
        ),
    ]
