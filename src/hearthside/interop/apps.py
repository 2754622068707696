from django.apps import AppConfig


class InteropConfig(AppConfig):
    """What comes in from elsewhere and goes out again: rosters as folders, applicants as FHIR bundles."""

    name = "hearthside.interop"
    label = "interop"
    verbose_name = "Interoperation"
