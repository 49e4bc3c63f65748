"""How forms become screens: Utrecht markup for every field, and widgets that phones understand."""

from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

# The first kind that fits decides; checked in this order because some widgets inherit from each other.
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, ""),
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.SelectMultiple, "utrecht-select"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "file"),
    (forms.DateInput, "utrecht-textbox utrecht-textbox--html-input textbox--date"),
    (forms.DateTimeInput, "utrecht-textbox utrecht-textbox--html-input textbox--date"),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)


class Choice(NamedTuple):
    """One radio button or checkbox, ready for the template."""

    type: str
    name: str
    value: Any
    label: str
    attrs: dict[str, Any]


class ChoiceGroup(NamedTuple):
    """Radio buttons or checkboxes under one heading; the heading is empty for choices without groups."""

    label: str
    options: list[Choice]


class UtrechtField(BoundField):
    """A bound field that knows the classes of its control and can lay out its own choices."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add our classes, and the digits of a phone's keyboard, to what Django gives the control."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if isinstance(widget, forms.NumberInput) and "inputmode" not in widget.attrs:
            fractions = isinstance(self.field, forms.DecimalField | forms.FloatField)
            attrs["inputmode"] = "decimal" if fractions else "numeric"
        classes = f"{classes_of(widget)} {widget.attrs.get('class', '')} {attrs.get('class', '')}".strip()
        return {**attrs, "class": classes} if classes else attrs

    @property
    def merged(self) -> Any:
        """What somebody else saved in this field meanwhile (``zorgtafel.merging``), or nothing."""
        return getattr(self.form, "merged", {}).get(self.name)

    @property
    def is_single_checkbox(self) -> bool:
        """Whether the label stands to the right of the control."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def choice_class(self) -> str:
        """The classes of each radio button or checkbox of this field."""
        return classes_of(self.field.widget)

    @property
    def choice_groups(self) -> list[ChoiceGroup] | None:
        """The choices by heading, or nothing when this is not a group of radio buttons or checkboxes."""
        widget = self.field.widget
        if not isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            return None
        attrs = self.build_widget_attrs({"id": self.auto_id} if self.auto_id else {}, widget)
        attrs.pop("class", None)
        context = widget.get_context(self.html_name, self.value(), attrs)["widget"]
        return [
            ChoiceGroup(str(label or ""), [_choice(option) for option in options])
            for label, options, _index in context["optgroups"]
        ]


def classes_of(widget: forms.Widget) -> str:
    """Return the style classes for one control, an empty text when it has no look of its own."""
    return next((classes for kind, classes in _CLASSES if isinstance(widget, kind)), "")


def _choice(option: dict[str, Any]) -> Choice:
    attrs = {key: value for key, value in option["attrs"].items() if key != "class"}
    return Choice(option["type"], option["name"], option["value"], str(option["label"]), attrs)


class UtrechtRenderer(TemplatesSetting):
    """Form renderer: our own templates around Django's own controls (needs ``django.forms`` installed)."""

    form_template_name = "components/forms/form.html"
    formset_template_name = "components/forms/formset.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = UtrechtField


class LocalDateTimeInput(forms.DateTimeInput):
    """Date and time in the reader's own zone, to the minute, with the device's own picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None, *, now_button: bool = True) -> None:
        """Offer a "Now" button unless *now_button* is false (for instance for an appointment)."""
        extra = {"data-now": True} if now_button else {}
        super().__init__(attrs={**extra, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class LocalDateInput(forms.DateInput):
    """A date with the device's own picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Use the one notation that date pickers accept, whatever the language of the screen."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")
