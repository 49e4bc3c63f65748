
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0010_holding'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmeeting',
            name='alert_number',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='meeting',
            name='alert_number',
            field=models.CharField(blank=True, max_length=12),
        ),
    ]
