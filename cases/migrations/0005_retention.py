"""Keep what stays of a destroyed case, and open one narrow way in which its rows can go."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from cases.audit import triggers
from cases.retention import erase_rules


def install(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "sqlite":
        statements = triggers.sqlite_install("certificate")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        statements = [*triggers.postgresql_install("certificate"), *erase_rules.postgresql_install(schema)]
    for statement in statements:
        schema_editor.execute(statement, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        statements = triggers.sqlite_remove("certificate")
    else:
        statements = [*triggers.postgresql_remove("certificate"), *erase_rules.postgresql_remove()]
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_rights"),
        ("organisations", "0004_retention"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DestructionCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=12, unique=True)),
                ("at", models.DateTimeField()),
                ("case_id", models.BigIntegerField(unique=True)),
                ("case_number", models.CharField(max_length=12)),
                ("closed_on", models.DateField()),
                ("kept_until", models.DateField()),
                ("held_until", models.DateField(null=True)),
                ("covenant", models.CharField(max_length=160)),
                ("covenant_version", models.PositiveSmallIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("first_id", models.BigIntegerField()),
                ("first_name", models.CharField(max_length=120)),
                ("first_organisation_id", models.BigIntegerField()),
                ("first_organisation", models.CharField(max_length=120)),
                ("first_at", models.DateTimeField()),
                ("second_id", models.BigIntegerField()),
                ("second_name", models.CharField(max_length=120)),
                ("second_organisation_id", models.BigIntegerField()),
                ("second_organisation", models.CharField(max_length=120)),
                ("counts", models.JSONField()),
                ("person_stays", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["-at", "-id"], name="certificates_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_id", models.F("second_id")), _negated=True),
                            models.Q(
                                ("first_organisation_id", models.F("second_organisation_id")), _negated=True
                            ),
                        ),
                        name="destruction_agreed_by_two",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DestructionProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=12, unique=True)),
                ("months", models.PositiveSmallIntegerField()),
                ("closed_at", models.DateTimeField()),
                ("kept_until", models.DateField()),
                ("held_until", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("announced", "Announced"),
                            ("waiting", "Waits for two people"),
                            ("held", "Held"),
                            ("withdrawn", "Fell: the case was opened again"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="announced",
                        max_length=10,
                    ),
                ),
                ("announced_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destruction_proposals",
                        to="cases.case",
                    ),
                ),
                (
                    "covenant_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.covenantversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DestructionHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("complaint", "A complaint is being handled"),
                            (
                                "rights_request",
                                "The young person or a parent asked for access, correction or a copy",
                            ),
                            ("criminal_case", "A criminal investigation or case runs"),
                            ("lawsuit", "A civil, administrative or disciplinary case runs"),
                            ("oversight", "An inspection or a calamity investigation runs"),
                            ("care_again", "There are new concerns about this young person"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("explanation", models.CharField(max_length=500)),
                ("until", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="cases.destructionproposal",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="DestructionAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leads", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="cases.destructionproposal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalDestructionAgreement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("acting_organisation_id", models.BigIntegerField(null=True)),
                ("acting_role", models.CharField(blank=True, max_length=40)),
                ("request_id", models.CharField(db_index=True, max_length=32)),
                ("leads", models.BooleanField()),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.destructionproposal",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical destruction agreement",
                "verbose_name_plural": "historical destruction agreements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDestructionHold",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("acting_organisation_id", models.BigIntegerField(null=True)),
                ("acting_role", models.CharField(blank=True, max_length=40)),
                ("request_id", models.CharField(db_index=True, max_length=32)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("complaint", "A complaint is being handled"),
                            (
                                "rights_request",
                                "The young person or a parent asked for access, correction or a copy",
                            ),
                            ("criminal_case", "A criminal investigation or case runs"),
                            ("lawsuit", "A civil, administrative or disciplinary case runs"),
                            ("oversight", "An inspection or a calamity investigation runs"),
                            ("care_again", "There are new concerns about this young person"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("explanation", models.CharField(max_length=500)),
                ("until", models.DateField()),
                ("at", models.DateTimeField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.destructionproposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical destruction hold",
                "verbose_name_plural": "historical destruction holds",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDestructionProposal",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("acting_organisation_id", models.BigIntegerField(null=True)),
                ("acting_role", models.CharField(blank=True, max_length=40)),
                ("request_id", models.CharField(db_index=True, max_length=32)),
                ("number", models.CharField(db_index=True, max_length=12)),
                ("months", models.PositiveSmallIntegerField()),
                ("closed_at", models.DateTimeField()),
                ("kept_until", models.DateField()),
                ("held_until", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("announced", "Announced"),
                            ("waiting", "Waits for two people"),
                            ("held", "Held"),
                            ("withdrawn", "Fell: the case was opened again"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="announced",
                        max_length=10,
                    ),
                ),
                ("announced_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "covenant_version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.covenantversion",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical destruction proposal",
                "verbose_name_plural": "historical destruction proposals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddIndex(
            model_name="destructionproposal",
            index=models.Index(
                condition=models.Q(("state__in", ["announced", "waiting", "held"])),
                fields=["kept_until", "id"],
                name="destructions_by_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["announced", "waiting", "held"])),
                fields=("case",),
                name="one_destruction_proposal_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "held"), _negated=True), ("held_until__isnull", False), _connector="OR"
                ),
                name="held_destruction_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionagreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("proposal", "user"),
                name="one_agreement_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionagreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("proposal", "organisation"),
                name="one_agreement_per_organisation",
            ),
        ),
        migrations.RunPython(install, remove),
    ]
