"""What may stand against the rules although nobody did wrong: policy, a license or what is known changed since."""

KINDS = {
    "over_cap": "More people than policy allows",
    "license": "Somebody's license does not reach a person in it",
    "kept_apart": "Two people who may not share a group",
    "couple": "Partners who are not in the same cohort",
}
