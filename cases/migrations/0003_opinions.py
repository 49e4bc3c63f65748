"""The table of opinions about pages."""

import cases.opinions.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_append_only'),
        ('organisations', '0001_house'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigIntegerField(default=cases.opinions.models.drawn, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('works', 'This works well'), ('hinders', 'This hinders me in my work'), ('unclear', 'I do not understand this'), ('lacks', 'Something is lacking'), ('wrong', 'Something goes wrong or is not right'), ('idea', 'I have an idea')], max_length=10)),
                ('text', models.TextField(blank=True)),
                ('page', models.CharField(blank=True, max_length=60)),
                ('role', models.CharField(choices=[('professional', 'Professional'), ('contact_point', 'Contact point'), ('care_coordinator', 'Care coordinator'), ('process_director', 'Process director'), ('duty_officer', 'Duty officer'), ('organisation_admin', 'Organisation administrator'), ('auditor', 'Auditor'), ('platform_admin', 'Platform administrator')], max_length=40)),
                ('organisation_kind', models.CharField(choices=[('care_table', 'Care table office'), ('municipality', 'Municipality'), ('neighbourhood_team', 'Neighbourhood team'), ('veilig_thuis', 'Veilig Thuis'), ('police', 'Police'), ('prosecution', 'Public prosecution'), ('youth_care', 'Youth care institution'), ('certified_agency', 'Certified agency for youth protection'), ('child_protection_board', 'Child protection board'), ('public_health', 'Public health service (GGD)'), ('mental_health', 'Mental health care'), ('school', 'School'), ('school_attendance', 'School attendance office'), ('sexual_assault_centre', 'Sexual assault centre'), ('care_coordination', 'Care coordination human trafficking'), ('comensha', 'CoMensha'), ('oversight', 'Independent oversight')], max_length=40)),
                ('given_on', models.DateField()),
                ('answer', models.TextField(blank=True)),
                ('handled_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('handled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['-given_on', '-id'], name='opinions_by_day'), models.Index(condition=models.Q(('by__isnull', False)), fields=['by'], name='opinions_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('by', None), ('organisation', None)), models.Q(('by__isnull', False), ('organisation__isnull', False)), _connector='OR'), name='opinion_of_somebody_or_nobody'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('handled_at', None), ('handled_by', None)), models.Q(('handled_at__isnull', False), ('handled_by__isnull', False)), _connector='OR'), name='opinion_handled_by_somebody')],
            },
        ),
    ]
