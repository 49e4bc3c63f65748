import datetime

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

#: Stands in the new columns until the last operation filled them.
UNKNOWN = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


def take_over_from_the_signal(apps, schema_editor):
    """Until now a sign was known as its signal was: by the same person, in the same way, at the same time."""
    Signal = apps.get_model("cases", "Signal")
    for name in ("SignalIndicator", "HistoricalSignalIndicator"):
        table = apps.get_model("cases", name)
        for signal in Signal.objects.only("pk", "knowledge", "source", "noticed_at", "received_at", "reported_by"):
            table.objects.filter(signal_id=signal.pk).update(
                knowledge=signal.knowledge,
                source=signal.source,
                seen_on=signal.noticed_at.date(),
                noted_at=signal.received_at,
                noted_by_id=signal.reported_by_id,
            )


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_statement'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='signalindicator',
            options={'ordering': ['noted_at', 'id']},
        ),
        migrations.RemoveConstraint(
            model_name='signalindicator',
            name='one_indicator_per_code',
        ),
        migrations.AddField(
            model_name='historicalsignalindicator',
            name='knowledge',
            field=models.CharField(choices=[('first_hand', 'I saw or heard it myself'), ('second_hand', 'Somebody told me'), ('inferred', 'I infer it from other things')], default='first_hand', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalsignalindicator',
            name='list_version',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='historicalsignalindicator',
            name='noted_at',
            field=models.DateTimeField(default=UNKNOWN),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalsignalindicator',
            name='noted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalsignalindicator',
            name='says',
            field=models.CharField(choices=[('seen', 'It was noticed'), ('opposite', 'The opposite was noticed')], default='seen', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalsignalindicator',
            name='seen_on',
            field=models.DateField(default=UNKNOWN.date()),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalsignalindicator',
            name='source',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='signalindicator',
            name='knowledge',
            field=models.CharField(choices=[('first_hand', 'I saw or heard it myself'), ('second_hand', 'Somebody told me'), ('inferred', 'I infer it from other things')], default='first_hand', max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='signalindicator',
            name='list_version',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='signalindicator',
            name='noted_at',
            field=models.DateTimeField(default=UNKNOWN),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='signalindicator',
            name='noted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='signalindicator',
            name='says',
            field=models.CharField(choices=[('seen', 'It was noticed'), ('opposite', 'The opposite was noticed')], default='seen', max_length=10),
        ),
        migrations.AddField(
            model_name='signalindicator',
            name='seen_on',
            field=models.DateField(default=UNKNOWN.date()),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='signalindicator',
            name='source',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AlterField(
            model_name='historicalsignalindicator',
            name='code',
            field=models.CharField(choices=[('several_phones', 'Has several phones or must always be reachable'), ('sudden_goods', 'Suddenly has expensive things or cash'), ('sudden_debts', 'Suddenly has debts'), ('picked_up', 'Is picked up or brought by car or scooter'), ('waited_for', 'Somebody waits outside school or home'), ('older_contacts', 'Has older or controlling contacts'), ('secret_contacts', 'Has many new contacts and is secretive about them'), ('isolation', 'Drops friends, is getting isolated'), ('absence', 'Is absent without explanation or drops out of school'), ('late_home', 'Comes home late or not, or is far from the own area'), ('hotel', 'Hotel rooms or holiday parks'), ('running_away', 'Runs away'), ('exhaustion', 'Is exhausted or loses weight'), ('injuries', 'Injuries or self-harm'), ('tattoo', 'A new tattoo, such as a name'), ('substance_use', 'Uses alcohol or drugs'), ('changed_norms', 'Talks differently about sex, money or crime'), ('avoidance', 'Avoids the subject, is afraid to talk'), ('psychosomatic', 'Headaches, stomach aches, bad sleep'), ('carries_for_others', 'Carries or stores things or money for others'), ('images_pressure', 'Is put under pressure with images, or works before a webcam'), ('lends_account', 'Lends a bank account or card to others'), ('steals_on_order', 'Steals on order, or has things with the tags still on'), ('drugs_errands', 'Fetches or brings drugs, or is often at such places'), ('explosives', 'Handles heavy fireworks, or is asked to place explosives'), ('underpaid', 'Gets no wages or far too little, or works off a debt'), ('long_hours', 'Works far too many hours or at night, without days off'), ('lives_at_work', 'Lives at the work or with the boss, with too many people'), ('intimidated_at_work', 'Is afraid of the boss, or had papers or phone taken'), ('begging', 'Begs or sells in the street for others'), ('domestic_servitude', 'Does the household of others and may not leave the house'), ('forced_marriage', 'Is to be married against the own will')], max_length=40),
        ),
        migrations.AlterField(
            model_name='signalindicator',
            name='code',
            field=models.CharField(choices=[('several_phones', 'Has several phones or must always be reachable'), ('sudden_goods', 'Suddenly has expensive things or cash'), ('sudden_debts', 'Suddenly has debts'), ('picked_up', 'Is picked up or brought by car or scooter'), ('waited_for', 'Somebody waits outside school or home'), ('older_contacts', 'Has older or controlling contacts'), ('secret_contacts', 'Has many new contacts and is secretive about them'), ('isolation', 'Drops friends, is getting isolated'), ('absence', 'Is absent without explanation or drops out of school'), ('late_home', 'Comes home late or not, or is far from the own area'), ('hotel', 'Hotel rooms or holiday parks'), ('running_away', 'Runs away'), ('exhaustion', 'Is exhausted or loses weight'), ('injuries', 'Injuries or self-harm'), ('tattoo', 'A new tattoo, such as a name'), ('substance_use', 'Uses alcohol or drugs'), ('changed_norms', 'Talks differently about sex, money or crime'), ('avoidance', 'Avoids the subject, is afraid to talk'), ('psychosomatic', 'Headaches, stomach aches, bad sleep'), ('carries_for_others', 'Carries or stores things or money for others'), ('images_pressure', 'Is put under pressure with images, or works before a webcam'), ('lends_account', 'Lends a bank account or card to others'), ('steals_on_order', 'Steals on order, or has things with the tags still on'), ('drugs_errands', 'Fetches or brings drugs, or is often at such places'), ('explosives', 'Handles heavy fireworks, or is asked to place explosives'), ('underpaid', 'Gets no wages or far too little, or works off a debt'), ('long_hours', 'Works far too many hours or at night, without days off'), ('lives_at_work', 'Lives at the work or with the boss, with too many people'), ('intimidated_at_work', 'Is afraid of the boss, or had papers or phone taken'), ('begging', 'Begs or sells in the street for others'), ('domestic_servitude', 'Does the household of others and may not leave the house'), ('forced_marriage', 'Is to be married against the own will')], max_length=40),
        ),
        migrations.AddConstraint(
            model_name='signalindicator',
            constraint=models.UniqueConstraint(fields=('signal', 'code', 'says'), name='one_indicator_per_code'),
        ),
        migrations.CreateModel(
            name='HistoricalSignalAddition',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('acting_organisation_id', models.BigIntegerField(null=True)),
                ('acting_role', models.CharField(blank=True, max_length=40)),
                ('request_id', models.CharField(db_index=True, max_length=32)),
                ('text', models.CharField(max_length=1000)),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical signal addition',
                'verbose_name_plural': 'historical signal additions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='OutsiderCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SignalAddition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=1000)),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='historicalsignal',
            name='reporter_contact',
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name='historicalsignal',
            name='reporter_name',
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name='historicalsignal',
            name='reporter_reference',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='historicalsignal',
            name='subject_phone',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='historicalsignal',
            name='subject_plate',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='historicalsignal',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='signal',
            name='reporter_contact',
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name='signal',
            name='reporter_name',
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name='signal',
            name='reporter_reference',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='signal',
            name='subject_phone',
            field=models.CharField(blank=True, max_length=30),
        ),
        migrations.AddField(
            model_name='signal',
            name='subject_plate',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='signal',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='historicalsignal',
            name='channel',
            field=models.CharField(choices=[('professional', 'Professional with an account'), ('parent', 'Parent or other family'), ('bystander', 'Friend, neighbour or passer-by'), ('hospitality', 'Somebody of a hotel, restaurant or taxi'), ('school', 'Somebody of a school'), ('doctor', 'GP or another doctor'), ('regional_desk', 'Regional reporting desk'), ('veilig_thuis', 'Veilig Thuis'), ('watch_nederland', 'Watch Nederland'), ('comensha', 'CoMensha'), ('meld_misdaad_anoniem', 'Meld Misdaad Anoniem'), ('sexual_assault_centre', 'Centrum Seksueel Geweld'), ('police', 'Police')], default='professional', max_length=30),
        ),
        migrations.AlterField(
            model_name='historicalsignal',
            name='subject',
            field=models.CharField(choices=[('young_person', 'A young person'), ('suspect', 'A possible suspect'), ('place', 'A place'), ('phone', 'A phone number'), ('plate', 'A number plate'), ('nobody', 'Nobody named')], max_length=20),
        ),
        migrations.AlterField(
            model_name='signal',
            name='channel',
            field=models.CharField(choices=[('professional', 'Professional with an account'), ('parent', 'Parent or other family'), ('bystander', 'Friend, neighbour or passer-by'), ('hospitality', 'Somebody of a hotel, restaurant or taxi'), ('school', 'Somebody of a school'), ('doctor', 'GP or another doctor'), ('regional_desk', 'Regional reporting desk'), ('veilig_thuis', 'Veilig Thuis'), ('watch_nederland', 'Watch Nederland'), ('comensha', 'CoMensha'), ('meld_misdaad_anoniem', 'Meld Misdaad Anoniem'), ('sexual_assault_centre', 'Centrum Seksueel Geweld'), ('police', 'Police')], default='professional', max_length=30),
        ),
        migrations.AlterField(
            model_name='signal',
            name='reported_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='signal',
            name='reported_by_organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signals_reported', to='organisations.organisation'),
        ),
        migrations.AlterField(
            model_name='signal',
            name='subject',
            field=models.CharField(choices=[('young_person', 'A young person'), ('suspect', 'A possible suspect'), ('place', 'A place'), ('phone', 'A phone number'), ('plate', 'A number plate'), ('nobody', 'Nobody named')], max_length=20),
        ),
        migrations.AlterField(
            model_name='triagestep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='triagestep',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation'),
        ),
        migrations.AddConstraint(
            model_name='signal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'meld_misdaad_anoniem'), _negated=True), models.Q(('reporter_contact', ''), ('reporter_name', ''), ('reporter_reference', ''), ('source', '')), _connector='OR'), name='anonymous_stays_anonymous'),
        ),
        migrations.AddConstraint(
            model_name='signal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reported_by__isnull', True), ('reported_by_organisation__isnull', True)), models.Q(('reported_by__isnull', False), ('reported_by_organisation__isnull', False)), _connector='OR'), name='reporter_with_organisation'),
        ),
        migrations.AddField(
            model_name='historicalsignaladdition',
            name='history_user',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalsignaladdition',
            name='signal',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='cases.signal'),
        ),
        migrations.AddField(
            model_name='outsidercode',
            name='signal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='code', to='cases.signal'),
        ),
        migrations.AddField(
            model_name='signaladdition',
            name='signal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='cases.signal'),
        ),
        migrations.AddConstraint(
            model_name='signaladdition',
            constraint=models.UniqueConstraint(fields=('signal', 'key'), name='one_addition_per_form'),
        ),
        migrations.RunPython(take_over_from_the_signal, migrations.RunPython.noop),
    ]
