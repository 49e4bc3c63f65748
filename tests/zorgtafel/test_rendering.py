"""Forms become markup that a keyboard, a phone and a screen reader can use."""

import re
from datetime import datetime

import pytest
from django import forms
from django.utils import translation

from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput, UtrechtRenderer


class Note(forms.Form):
    default_renderer = UtrechtRenderer

    title = forms.CharField(label="Title", max_length=5, help_text="Short & clear")
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    seen = forms.DateTimeField(label="Seen", widget=LocalDateTimeInput)
    born = forms.DateField(label="Born", widget=LocalDateInput, required=False)
    hand = forms.ChoiceField(
        label="Hand", choices=[("1", "First"), ("2", "Second")], widget=forms.RadioSelect
    )
    signs = forms.MultipleChoiceField(
        label="Signs",
        choices=[("School", [("a", "Absent")]), ("Home", [("b", "Away")])],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    weeks = forms.IntegerField(label="Weeks", required=False)
    sure = forms.BooleanField(label="Sure")
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        raise forms.ValidationError("The whole does not fit.")


@pytest.fixture
def refused():
    with translation.override("en"):
        yield str(Note({"title": "<script>alert(1)</script>", "signs": ["b"]}))


@pytest.fixture
def fresh():
    with translation.override("en"):
        yield str(Note())


def tag_with(text, attribute):
    """Return the one tag that carries this attribute."""
    found = re.findall(rf"<[^>]*{re.escape(attribute)}[^>]*>", text)
    assert len(found) == 1, found
    return found[0]


def test_label_stands_before_help_before_control(fresh):
    places = [fresh.index(part) for part in ('for="id_title"', 'id="id_title_helptext"', 'id="id_title"')]
    assert places == sorted(places)


def test_control_points_to_help_and_error(refused):
    control = tag_with(refused, 'id="id_title"')
    assert 'aria-describedby="id_title_helptext id_title_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_title_error"' in refused


def test_summary_links_to_every_refused_field(refused):
    for name in ("title", "seen", "hand", "sure"):
        assert f'href="#id_{name}"' in refused
        assert f'id="id_{name}"' in refused


def test_summary_tells_what_is_wrong_with_the_whole(refused):
    assert "The whole does not fit." in refused
    assert "data-focus" in refused


def test_nothing_typed_is_lost_or_run(refused):
    assert "<script>" not in refused
    assert 'value="&lt;script&gt;alert(1)&lt;/script&gt;"' in refused
    assert "checked" in tag_with(refused, 'id="id_signs_1_0"')


def test_fresh_form_has_no_summary(fresh):
    assert "data-focus" not in fresh
    assert "aria-invalid" not in fresh


def test_optional_is_said_in_words(fresh):
    assert fresh.count("(optional)") == 4


def test_groups_are_fieldsets_with_legends(fresh):
    assert fresh.count("<fieldset") == fresh.count("<legend") == 2
    assert 'role="group" aria-labelledby="id_signs_group_1"' in fresh


def test_many_from_a_list_look_like_checkboxes_and_one_from_a_list_like_a_radio_button(fresh):
    assert "utrecht-checkbox" in tag_with(fresh, 'id="id_signs_0_0"')
    assert "utrecht-radio-button" in tag_with(fresh, 'id="id_hand_0"')


def test_single_checkbox_has_one_label(fresh):
    assert fresh.count('for="id_sure"') == 1


def test_a_number_brings_up_the_digits_of_a_phone(fresh):
    assert 'inputmode="numeric"' in tag_with(fresh, 'id="id_weeks"')


def test_hidden_fields_are_kept(fresh):
    assert 'type="hidden" name="version"' in fresh


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pickers_get_the_one_notation_they_accept(language):
    moment = datetime(2026, 11, 23, 14, 5, 59)
    with translation.override(language):
        text = str(Note(initial={"seen": moment, "born": moment.date()}))
    assert 'type="datetime-local" name="seen" value="2026-11-23T14:05"' in text
    assert 'type="date" name="born" value="2026-11-23"' in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_a_picker_sends_is_understood(language):
    with translation.override(language):
        form = Note(
            {"title": "a", "seen": "2026-11-23T14:05", "born": "2011-01-31", "hand": "1", "sure": "on"}
        )
        form.is_valid()
    assert form.errors.keys() == {"__all__"}
    assert form.cleaned_data["seen"].strftime("%d-%m-%Y %H:%M %Z") == "23-11-2026 14:05 CET"
