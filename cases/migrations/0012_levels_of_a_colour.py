"""A level says of which colour it is: an alert that becomes graver is called by other levels."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """Give levels that stand the colour of their alert; they were copied when it began."""
    calls = apps.get_model("cases", "AlertCall").objects.filter(pk=OuterRef("call_id"))
    apps.get_model("cases", "AlertLevel").objects.update(
        colour=Subquery(calls.values("episode__colour")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_list_of_agreed")]

    operations = [
        migrations.AddField(
            model_name="alertlevel",
            name="colour",
            field=models.CharField(
                choices=[("green", "Green"), ("orange", "Orange"), ("red", "Red")],
                default="red",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(model_name="alertlevel", name="one_alert_level_per_order"),
        migrations.AddConstraint(
            model_name="alertlevel",
            constraint=models.UniqueConstraint(
                fields=("call", "colour", "order"), name="one_alert_level_per_order"
            ),
        ),
    ]
