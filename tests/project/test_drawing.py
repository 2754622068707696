"""While a database is made, a constraint or an index more is added to a model that is drawn already."""

from django.db import migrations, models
from django.db.migrations.state import ProjectState

from hearthside.project.drawing import models_drawn_once

CONSTRAINT = models.UniqueConstraint(fields=["name"], name="one_of_a_name")
STEPS = [
    migrations.AddConstraint("pet", CONSTRAINT),
    migrations.AddConstraint("pet", models.CheckConstraint(condition=~models.Q(name=""), name="it_has_a_name")),
    migrations.AddIndex("pet", models.Index(fields=["home"], name="pets_of_a_home")),
]


def state() -> ProjectState:
    """A home and its pets, drawn."""
    made, key = ProjectState(), ("id", models.BigAutoField(primary_key=True))
    migrations.CreateModel("Home", [key]).state_forwards("made_up", made)
    pets = [key, ("name", models.TextField()), ("home", models.ForeignKey("made_up.Home", models.CASCADE))]
    migrations.CreateModel("Pet", pets).state_forwards("made_up", made)
    assert made.apps.get_model("made_up", "Pet")
    return made


def told(made: ProjectState) -> list[list[object]]:
    """Constraints and indexes as a later step finds them: drawn, and written down."""
    drawn = made.apps.get_model("made_up", "Pet")._meta
    written = made.models["made_up", "pet"].options
    return [drawn.constraints, drawn.indexes, written["constraints"], written["indexes"]]


def test_a_model_drawn_once_has_what_a_model_drawn_anew_has():
    once, anew = state(), state()

    for step in STEPS:
        step.state_forwards("made_up", anew)
        before = once.apps.get_model("made_up", "Pet")
        with models_drawn_once():
            step.state_forwards("made_up", once)
        assert once.apps.get_model("made_up", "Pet") is before

    assert told(once) == told(anew)
    assert CONSTRAINT in once.apps.get_model("made_up", "Pet")._meta.total_unique_constraints


def test_after_the_block_models_are_drawn_as_ever():
    made = state()
    before = made.apps.get_model("made_up", "Pet")
    with models_drawn_once():
        pass

    STEPS[0].state_forwards("made_up", made)

    assert made.apps.get_model("made_up", "Pet") is not before
