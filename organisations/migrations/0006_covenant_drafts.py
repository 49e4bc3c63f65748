import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def settle_what_stands(apps, schema_editor):
    """What held before this table knew drafts and signatures goes on: it was agreed on paper."""
    Version = apps.get_model("organisations", "CovenantVersion")
    Party = apps.get_model("organisations", "CovenantParty")
    for version in Version.objects.select_related("covenant"):
        version.status = "settled"
        version.controller = version.covenant.controller
        version.rights_contact = version.covenant.rights_contact
        version.save()
    Party.objects.update(signed_on=models.F("acceded_on"), signed_name="op papier", signed_hash="op papier")


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0005_checkpoint_permission'),
    ]

    operations = [
        migrations.CreateModel(
            name='CovenantController',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('compartment', models.CharField(choices=[('core', 'Core'), ('identity', 'Identity'), ('signals', 'Signals'), ('meldcode', 'Meldcode'), ('missing', 'Missing'), ('police', 'Police'), ('medical', 'Medical'), ('network', 'Network')], max_length=20)),
                ('rule', models.CharField(choices=[('coordinating', 'The organisation that coordinates the case; it moves along with the coordination'), ('author', 'The organisation that wrote the record; it stays there after a transfer'), ('party', 'One party, named here')], max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='CovenantWording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('purpose', 'Purpose'), ('ground', 'Legal ground')], max_length=10)),
                ('code', models.CharField(max_length=40)),
                ('text', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalCovenantController',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('acting_organisation_id', models.BigIntegerField(null=True)),
                ('acting_role', models.CharField(blank=True, max_length=40)),
                ('request_id', models.CharField(db_index=True, max_length=32)),
                ('compartment', models.CharField(choices=[('core', 'Core'), ('identity', 'Identity'), ('signals', 'Signals'), ('meldcode', 'Meldcode'), ('missing', 'Missing'), ('police', 'Police'), ('medical', 'Medical'), ('network', 'Network')], max_length=20)),
                ('rule', models.CharField(choices=[('coordinating', 'The organisation that coordinates the case; it moves along with the coordination'), ('author', 'The organisation that wrote the record; it stays there after a transfer'), ('party', 'One party, named here')], max_length=20)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical covenant controller',
                'verbose_name_plural': 'historical covenant controllers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalCovenantWording',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('acting_organisation_id', models.BigIntegerField(null=True)),
                ('acting_role', models.CharField(blank=True, max_length=40)),
                ('request_id', models.CharField(db_index=True, max_length=32)),
                ('kind', models.CharField(choices=[('purpose', 'Purpose'), ('ground', 'Legal ground')], max_length=10)),
                ('code', models.CharField(max_length=40)),
                ('text', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical covenant wording',
                'verbose_name_plural': 'historical covenant wordings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterModelOptions(
            name='organisation',
            options={'default_permissions': (), 'ordering': ['name'], 'permissions': [('log_signal', 'log_signal'), ('read_signals', 'read_signals'), ('triage_signal', 'triage_signal'), ('read_case', 'read_case'), ('search_cases', 'search_cases'), ('start_case', 'start_case'), ('assign_coordinator', 'assign_coordinator'), ('admit_organisation', 'admit_organisation'), ('name_colleague', 'name_colleague'), ('write_note', 'write_note'), ('close_case', 'close_case'), ('work_on_actions', 'work_on_actions'), ('block_conflict', 'block_conflict'), ('seal_case', 'seal_case'), ('break_glass', 'break_glass'), ('ask_access', 'ask_access'), ('follow_meldcode', 'follow_meldcode'), ('sound_alert', 'sound_alert'), ('answer_alert', 'answer_alert'), ('log_police_contact', 'log_police_contact'), ('chair_meeting', 'chair_meeting'), ('attend_meeting', 'attend_meeting'), ('review_audit', 'review_audit'), ('hold_checkpoint', 'hold_checkpoint'), ('manage_members', 'manage_members'), ('manage_roster', 'manage_roster'), ('manage_covenant', 'manage_covenant'), ('sign_covenant', 'sign_covenant'), ('see_organisations', 'see_organisations'), ('read_inbox', 'read_inbox')]},
        ),
        migrations.RemoveConstraint(
            model_name='covenantversion',
            name='one_covenant_version_number',
        ),
        migrations.AddField(
            model_name='covenantparty',
            name='signed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='covenantparty',
            name='signed_hash',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='covenantparty',
            name='signed_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='covenantparty',
            name='signed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='covenantversion',
            name='controller',
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name='covenantversion',
            name='replaced_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='covenantversion',
            name='retention_months',
            field=models.PositiveSmallIntegerField(default=60),
        ),
        migrations.AddField(
            model_name='covenantversion',
            name='rights_contact',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='covenantversion',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('signing', 'With the parties for signing'), ('settled', 'Settled'), ('discarded', 'Thrown away')], default='draft', max_length=10),
        ),
        migrations.AddField(
            model_name='covenantversion',
            name='text_hash',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='covenantversion',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='historicalcovenantparty',
            name='signed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalcovenantparty',
            name='signed_hash',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='historicalcovenantparty',
            name='signed_name',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='historicalcovenantparty',
            name='signed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalcovenantversion',
            name='controller',
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name='historicalcovenantversion',
            name='replaced_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='historicalcovenantversion',
            name='retention_months',
            field=models.PositiveSmallIntegerField(default=60),
        ),
        migrations.AddField(
            model_name='historicalcovenantversion',
            name='rights_contact',
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name='historicalcovenantversion',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('signing', 'With the parties for signing'), ('settled', 'Settled'), ('discarded', 'Thrown away')], default='draft', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalcovenantversion',
            name='text_hash',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='historicalcovenantversion',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='covenantparty',
            name='acceded_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='covenantversion',
            name='signed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='covenantversion',
            name='valid_from',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='historicalcovenantparty',
            name='acceded_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='historicalcovenantversion',
            name='signed_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='historicalcovenantversion',
            name='valid_from',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(settle_what_stands, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='covenantclause',
            constraint=models.UniqueConstraint(condition=models.Q(('party', None)), fields=('version', 'organisation_kind', 'compartment', 'purpose', 'legal_ground', 'existence_only'), name='one_clause_per_kind'),
        ),
        migrations.AddConstraint(
            model_name='covenantclause',
            constraint=models.UniqueConstraint(condition=models.Q(('party__isnull', False)), fields=('version', 'party', 'compartment', 'purpose', 'legal_ground', 'existence_only'), name='one_clause_per_party'),
        ),
        migrations.AddConstraint(
            model_name='covenantparty',
            constraint=models.CheckConstraint(condition=models.Q(('exited_on', None), ('acceded_on', None), ('exited_on__gte', models.F('acceded_on')), _connector='OR'), name='party_leaves_after_it_joined'),
        ),
        migrations.AddConstraint(
            model_name='covenantparty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_hash', ''), ('signed_name', ''), ('signed_on', None)), models.Q(('signed_on__isnull', False), models.Q(('signed_name', ''), _negated=True), models.Q(('signed_hash', ''), _negated=True)), _connector='OR'), name='signature_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='covenantversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'discarded'), _negated=True), fields=('covenant', 'number'), name='one_covenant_version_number'),
        ),
        migrations.AddConstraint(
            model_name='covenantversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'signing'])), fields=('covenant',), name='one_covenant_draft_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='covenantversion',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'settled')), fields=('covenant', 'valid_from'), name='one_covenant_version_per_start'),
        ),
        migrations.AddConstraint(
            model_name='covenantversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'settled'), ('valid_from__isnull', False)), models.Q(models.Q(('status', 'settled'), _negated=True), ('valid_from', None)), _connector='OR'), name='covenant_version_settled_with_a_start'),
        ),
        migrations.AddField(
            model_name='covenantcontroller',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='covenantcontroller',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='controllers', to='organisations.covenantversion'),
        ),
        migrations.AddField(
            model_name='covenantwording',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='organisations.covenantversion'),
        ),
        migrations.AddField(
            model_name='historicalcovenantcontroller',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalcovenantcontroller',
            name='organisation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='historicalcovenantcontroller',
            name='version',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.covenantversion'),
        ),
        migrations.AddField(
            model_name='historicalcovenantwording',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalcovenantwording',
            name='version',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.covenantversion'),
        ),
        migrations.AddConstraint(
            model_name='covenantcontroller',
            constraint=models.UniqueConstraint(fields=('version', 'compartment'), name='one_controller_per_compartment'),
        ),
        migrations.AddConstraint(
            model_name='covenantcontroller',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', False), ('rule', 'party')), models.Q(models.Q(('rule', 'party'), _negated=True), ('organisation', None)), _connector='OR'), name='controller_by_rule_or_party'),
        ),
        migrations.AddConstraint(
            model_name='covenantwording',
            constraint=models.UniqueConstraint(fields=('version', 'kind', 'code'), name='one_wording_per_version'),
        ),
        migrations.RemoveField(
            model_name='covenant',
            name='controller',
        ),
        migrations.RemoveField(
            model_name='covenant',
            name='rights_contact',
        ),
        migrations.RemoveField(
            model_name='historicalcovenant',
            name='controller',
        ),
        migrations.RemoveField(
            model_name='historicalcovenant',
            name='rights_contact',
        ),
    ]
