"""`hearthside roster`: an empty roster to fill in, or one of people nobody knows."""

import argparse

from hearthside.placement.folder import schema
from hearthside.placement.folder.swap import fill_new_folder, refuse_unless_empty
from hearthside.placement.folder.week_out import csv_bytes
from hearthside.project.endings import DONE

FIVE_FILES = tuple(table for table in schema.ROSTER if not table.optional)


def run(arguments: argparse.Namespace) -> int:
    """Write the folder, unless something is in it."""
    refuse_unless_empty(arguments.folder)
    if arguments.kind == "template":
        files = {table.file: csv_bytes(table, ()) for table in FIVE_FILES}
        fill_new_folder(arguments.folder, {**files, "README.txt": readme().encode()})
        print(f"Fill in the five files in {arguments.folder}; README.txt there says how.")
        return DONE

    from hearthside.placement.roster_maker import make_roster

    made = make_roster(arguments.people, arguments.seed, week=arguments.week)
    fill_new_folder(arguments.folder, {name: text.encode() for name, text in made.items()})
    print(f"{arguments.people:,} people who do not exist wait in {arguments.folder}. Plan their week with:")
    print(f"  hearthside plan --in {arguments.folder} --out week --week {arguments.week}")
    return DONE


def readme() -> str:
    """How to fill in a roster: every file, every column, what it takes and what it means."""
    lines = [
        "A roster for Hearthside",
        "",
        "Five CSV files, saved as UTF-8 with commas between columns. The first line of each",
        "names the columns; write one line below it for each person, clinician, window, day",
        "plan or policy value. Several values in one cell are separated by semicolons. Times",
        "are HH:MM by the clock of whoever the line is about.",
        "",
        "Then: hearthside plan --in THIS-FOLDER --out week --week 2027-01-04 (a Monday)",
        "",
        "Three more files may be added: licenses.csv, exceptions.csv, pets.csv; and a folder",
        "current with a published week. They are described in the reference.",
        "",
    ]
    for table in FIVE_FILES:
        lines += [table.file, f"  {table.about}", ""]
        for column in table.columns:
            empty = "" if column.form.needed else " May be empty."
            missing = " The column may be missing." if column.optional else ""
            lines += [f"  {column.name}: {column.form.says}.", f"      {column.about}{empty}{missing}"]
        lines.append("")
    return "\n".join(lines)
