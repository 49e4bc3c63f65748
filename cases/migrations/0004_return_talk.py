"""The talk after the return is offered by somebody by name, and a second person closes the episode."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_succession'),
        ('organisations', '0001_house'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(
            model_name='historicalreturninterview',
            old_name='held_by',
            new_name='interviewer',
        ),
        migrations.RenameField(
            model_name='returninterview',
            old_name='held_by',
            new_name='interviewer',
        ),
        migrations.AddField(
            model_name='historicalmissingepisode',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalmissingepisode',
            name='found_violence',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='historicalreturninterview',
            name='interviewer_organisation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='historicalreturninterview',
            name='offered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalreturninterview',
            name='ties',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='historicalreturninterview',
            name='ties_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='missingepisode',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='missingepisode',
            name='found_violence',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='returninterview',
            name='interviewer_organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='returninterview',
            name='offered_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='returninterview',
            name='ties',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='returninterview',
            name='ties_reason',
            field=models.CharField(blank=True, max_length=300),
        ),
    ]
