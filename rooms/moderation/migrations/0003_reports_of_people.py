import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("moderation", "0002_first_ready_words"),
        ("rooms", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="whom",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="rooms.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("post__isnull", False),
                    ("whom", None),
                )
                | models.Q(
                    ("comment", None),
                    ("person", True),
                    ("post", None),
                    ("whom__isnull", False),
                ),
                name="words_or_somebody",
            ),
        ),
    ]
