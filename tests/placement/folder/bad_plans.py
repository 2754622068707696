"""Day plans and policies that are wrong."""

from tests.placement.folder.bad_case import BLOCK_FORM, BLOCK_KINDS, Case, policy, programs

PROGRAMS_AND_POLICY = [
    Case(
        "a day plan cannot reach nine hours",
        programs("iop-2,Two days,2,mon;tue,process:75 psychoeducation:75"),
        (
            "programs.csv, line 3, column blocks: Day plan iop-2 gives 300 countable minutes a week, at most 460 with "
            "every session; the minimum is 540. Add 80 minutes or a day.",
        ),
    ),
    Case(
        "a day plan is above twenty hours",
        programs("iop-5,Five days,5,mon;tue;wed;thu;fri,process:240"),
        (
            "programs.csv, line 3, column blocks: Day plan iop-5 gives 1200 countable minutes a week; the maximum is "
            "1199. Take off 1 minutes or a day.",
        ),
    ),
    Case(
        "a day plan has more days than are allowed",
        programs("iop-4,Four days,4,mon;tue;wed,process:90 break:10 psychoeducation:90"),
        (
            "programs.csv, line 3, column days_per_week: Day plan iop-4 takes 4 days a week, and only 3 are allowed. "
            "Allow more days, or lower days_per_week.",
        ),
    ),
    Case(
        "a day plan ends with a break",
        programs("iop-4,Three days,3,mon;tue;wed,process:180 break:10"),
        ("programs.csv, line 3, column blocks: Day plan iop-4 starts or ends with a break. Remove that break.",),
    ),
    Case(
        "a day plan starts with a break",
        programs("iop-4,Three days,3,mon;tue;wed,break:10 process:180"),
        ("programs.csv, line 3, column blocks: Day plan iop-4 starts or ends with a break. Remove that break.",),
    ),
    Case(
        "a day plan has two breaks in a row",
        programs("iop-4,Three days,3,mon;tue;wed,process:90 break:10 break:5 skills:90"),
        ("programs.csv, line 3, column blocks: Day plan iop-4 has two breaks in a row. Make them one.",),
    ),
    Case(
        "a block is of no kind",
        programs("iop-4,Three days,3,mon;tue;wed,talking:180"),
        (f'programs.csv, line 3, column blocks: "talking" is not a kind of block. Write {BLOCK_KINDS}.',),
    ),
    Case(
        "a block has no minutes",
        programs("iop-4,Three days,3,mon;tue;wed,process:0 skills:180"),
        (
            'programs.csv, line 3, column blocks: Block "process:0" is 0 minutes long. Write a whole number of minutes '
            "from 1.",
        ),
    ),
    Case(
        "blocks are not blocks",
        programs("iop-4,Three days,3,mon;tue;wed,process 180"),
        (f'programs.csv, line 3, column blocks: "process" is not a block. {BLOCK_FORM}',),
    ),
    Case(
        "a policy key is there twice",
        policy("buffer.minutes,10", "buffer.minutes,15"),
        ("policy.csv, line 3, column key: Policy key buffer.minutes is already on line 2. Remove one of the two.",),
    ),
    Case(
        "a cap is looser than the baseline",
        policy("cohort.cap,11"),
        (
            "policy.csv, line 2, column value: cohort.cap 11 is looser than the baseline, which is at most 10 "
            "patients. Write 10 or less.",
        ),
    ),
    Case(
        "a minimum is looser than the baseline",
        policy("week.minimum_minutes,539"),
        (
            "policy.csv, line 2, column value: week.minimum_minutes 539 is looser than the baseline, which is at least "
            "540 minutes a week. Write 540 or more.",
        ),
    ),
    Case(
        "a cap is below the minimum",
        policy("cohort.min,6", "cohort.cap,5"),
        (
            "policy.csv, line 3, column value: cohort.cap 5 is below cohort.min 6. Raise cohort.cap or lower "
            "cohort.min.",
        ),
    ),
    Case(
        "the grid does not divide an hour",
        policy("grid.minutes,25"),
        (
            "policy.csv, line 2, column value: grid.minutes 25 does not divide an hour. Write a divisor of 60, for "
            "example 15.",
        ),
    ),
    Case(
        "the reference zone is not known",
        policy("reference_zone,EST5"),
        (
            'policy.csv, line 2, column value: "EST5" is not a time zone. Write a name of the IANA time zone database, '
            "for example America/Chicago.",
        ),
    ),
    Case(
        "a weight is negative",
        policy("weight.time,-1"),
        (
            'policy.csv, line 2, column value: weight.time "-1" is not such a weight. Write a number from 0 to '
            "1,000,000, for example 30, with at most six decimals.",
        ),
    ),
    Case(
        "acuity would make a place worth less",
        policy("weight.acuity2,0.99"),
        (
            'policy.csv, line 2, column value: weight.acuity2 "0.99" is not such a weight. Write a number from 1 to '
            "1,000,000, for example 1.25, with at most six decimals.",
        ),
    ),
    Case(
        "a policy value is empty",
        policy("buffer.minutes,"),
        ("policy.csv, line 2, column value: buffer.minutes has no value. Write a value; the baseline is 10.",),
    ),
]
