"""The first private words that a house has ready: it changes them as it likes (/regie/mots/)."""

from django.db import migrations

WORDS = [
    (
        "Un numéro, une adresse",
        "Vos mots donnent un numéro de téléphone ou une adresse, et tout l’espace peut les lire. "
        "Pourriez-vous les enlever ?",
        "Your words give a phone number or an address, and the whole room can read them. Could you take them out?",
    ),
    (
        "Le nom de quelqu’un",
        "Vos mots nomment quelqu’un qui n’est pas là pour répondre. Pourriez-vous les écrire sans son nom ?",
        "Your words name somebody who is not here to answer. Could you write them without the name?",
    ),
    (
        "Des mots qui peuvent blesser",
        "Ces mots peuvent blesser quelqu’un ici. Si vous voulez les dire autrement, nous les lirons volontiers.",
        "These words may hurt somebody here. If you would like to say it in another way, we will gladly read it.",
    ),
    (
        "Beaucoup de messages à la suite",
        "Vous écrivez beaucoup, et les autres ne trouvent plus leur place. Laissez-leur un moment, puis revenez.",
        "You write a lot, and others no longer find their place. Leave them a moment, then come back.",
    ),
    (
        "Loin du sujet d’ici",
        "Ce que vous dites a sa place dans la maison, mais pas dans cet espace. Écrivez-le plutôt en Mezza.",
        "What you say has its place in the house, but not in this room. Do write it in Mezza.",
    ),
    (
        "Parlons-en",
        "Nous aimerions en parler avec vous de vive voix. Demandez quelqu’un de l’équipe à l’accueil.",
        "We would like to talk about it with you. Please ask for somebody of the team at the desk.",
    ),
]


def add(apps, schema_editor):
    ready = apps.get_model("moderation", "ReadyWord")
    for title, body, body_en in WORDS:
        ready.objects.create(title=title, body=body, body_en=body_en)


class Migration(migrations.Migration):

    dependencies = [
        ("moderation", "0001_tables"),
    ]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
