"""Sentences of Django's that our pages show: (context, message).

Django's Kazakh catalogue leaves a third of its entries empty, and its Arabic and Russian words for
a few were chosen for an administration site. What stands here is translated with our own.
"""

from __future__ import annotations

MESSAGES: tuple[tuple[str, str], ...] = (
    ("", "This field is required."),
    ("", "Enter a valid value."),
    ("", "Enter a whole number."),
    ("", "Enter a number."),
    ("", "Enter a valid date."),
    ("", "Enter a valid time."),
    ("", "Enter a valid date/time."),
    ("", "Enter a valid UUID."),
    ("", "Enter a list of values."),
    ("", "Null characters are not allowed."),
    ("", "Select a valid choice. %(value)s is not one of the available choices."),
    ("", "Select a valid choice. That choice is not one of the available choices."),
    ("", "Ensure this value is less than or equal to %(limit_value)s."),
    ("", "Ensure this value is greater than or equal to %(limit_value)s."),
    ("", "No file was submitted. Check the encoding type on the form."),
    ("", "No file was submitted."),
    ("", "The submitted file is empty."),
    ("", "Password"),
    ("", "This account is inactive."),
    (
        "",
        "Please enter a correct %(username)s and password. Note that both fields may be "
        "case-sensitive.",
    ),
    *(
        ("", month)
        for month in (
            *("jan", "feb", "mar", "apr", "may", "jun"),
            *("jul", "aug", "sep", "oct", "nov", "dec"),
        )
    ),
)

PLURAL_MESSAGES: tuple[tuple[str, str], ...] = (
    (
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    (
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    (
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    (
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
)
