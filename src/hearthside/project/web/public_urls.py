"""Addresses that answer anybody."""

from django.urls import path

from hearthside.project.web import gallery, public

app_name = "public"

urlpatterns = [
    path("", public.program, name="program"),
    path("groups/", public.groups, name="groups"),
    path("couples/", public.couples, name="couples"),
    path("pets/", public.pets, name="pets"),
    path("technology/", public.technology, name="technology"),
    path("insurance/", public.insurance, name="insurance"),
    path("questions/", public.questions, name="questions"),
    path("help-now/", public.help_now, name="help_now"),
    path("gallery/", gallery.gallery, name="gallery"),
]
