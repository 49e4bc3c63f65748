"""Seals of the ledger, append-only like the ledger itself, and the checks of them."""

from django.db import migrations, models

from cases.audit import triggers


def install(apps, schema_editor):
    statements = {
        "sqlite": triggers.sqlite_install,
        "postgresql": triggers.postgresql_install,
    }[schema_editor.connection.vendor]
    for statement in statements("seal"):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    statements = {
        "sqlite": triggers.sqlite_remove,
        "postgresql": triggers.postgresql_remove,
    }[schema_editor.connection.vendor]
    for statement in statements("seal"):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_access_requests'),
    ]

    operations = [
        migrations.CreateModel(
            name='LedgerCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('number', models.BigIntegerField(default=0)),
                ('lines', models.BigIntegerField(default=0)),
                ('findings', models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name='LedgerSeal',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('format', models.PositiveSmallIntegerField()),
                ('first_id', models.BigIntegerField()),
                ('last_id', models.BigIntegerField()),
                ('count', models.PositiveIntegerField()),
                ('total', models.BigIntegerField()),
                ('root', models.CharField(max_length=64)),
                ('link', models.CharField(max_length=64)),
                ('mac', models.CharField(max_length=64)),
                ('marks', models.BinaryField()),
                ('sealed_at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='ledgerline',
            index=models.Index(fields=['object_number', '-at', '-id'], name='ledger_of_number'),
        ),
        migrations.AddIndex(
            model_name='ledgercheck',
            index=models.Index(fields=['-started_at'], name='ledger_checks_by_time'),
        ),
        migrations.RunPython(install, remove),
    ]
