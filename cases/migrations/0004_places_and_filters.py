"""Kinds of places where young people were seen last and found; filters of the list of signals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_opinions"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalmissingepisode",
            name="found_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "At home or with family"),
                    ("care", "In youth care or a foster family"),
                    ("school", "At school or at work"),
                    ("known", "With somebody they know"),
                    ("stranger", "In the house of somebody else"),
                    ("stay", "A hotel, holiday park or rented room"),
                    ("transport", "A station, a stop or on the way"),
                    ("public", "In the street, a shop or a park"),
                    ("abroad", "Abroad"),
                    ("other", "Another kind of place"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="historicalmissingepisode",
            name="last_seen_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "At home or with family"),
                    ("care", "In youth care or a foster family"),
                    ("school", "At school or at work"),
                    ("known", "With somebody they know"),
                    ("stranger", "In the house of somebody else"),
                    ("stay", "A hotel, holiday park or rented room"),
                    ("transport", "A station, a stop or on the way"),
                    ("public", "In the street, a shop or a park"),
                    ("abroad", "Abroad"),
                    ("other", "Another kind of place"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="missingepisode",
            name="found_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "At home or with family"),
                    ("care", "In youth care or a foster family"),
                    ("school", "At school or at work"),
                    ("known", "With somebody they know"),
                    ("stranger", "In the house of somebody else"),
                    ("stay", "A hotel, holiday park or rented room"),
                    ("transport", "A station, a stop or on the way"),
                    ("public", "In the street, a shop or a park"),
                    ("abroad", "Abroad"),
                    ("other", "Another kind of place"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="missingepisode",
            name="last_seen_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("home", "At home or with family"),
                    ("care", "In youth care or a foster family"),
                    ("school", "At school or at work"),
                    ("known", "With somebody they know"),
                    ("stranger", "In the house of somebody else"),
                    ("stay", "A hotel, holiday park or rented room"),
                    ("transport", "A station, a stop or on the way"),
                    ("public", "In the street, a shop or a park"),
                    ("abroad", "Abroad"),
                    ("other", "Another kind of place"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="historicalsavedfilter",
            name="listing",
            field=models.CharField(
                choices=[
                    ("cases", "The list of cases"),
                    ("queue", "Your own list of work"),
                    ("signals", "The list of signals"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="savedfilter",
            name="listing",
            field=models.CharField(
                choices=[
                    ("cases", "The list of cases"),
                    ("queue", "Your own list of work"),
                    ("signals", "The list of signals"),
                ],
                max_length=10,
            ),
        ),
    ]
