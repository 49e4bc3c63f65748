"""What a list can be asked: it lives in the address, so it survives a reload and can be kept."""

from django import forms


class ListForm(forms.Form):
    """The questions of a list. A value that does not exist is no filter."""

    template_name = "cases/filters/_fields.html"

    @property
    def any_set(self) -> bool:
        """Tell whether it narrows the list; after it was validated."""
        return any(self.cleaned_data.values())
