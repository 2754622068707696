"""The whole roster with its week, as one file to keep: whoever takes it answers for it, and it is written down."""

import io
import zipfile

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hearthside.access.rule import rule
from hearthside.access.web.asking import actor_of, program_of
from hearthside.interop import doors
from hearthside.interop.actions.export_roster import export_roster
from hearthside.ledger import reading
from hearthside.project.web.roster_forms import ExportForm

# The same files are the same bytes: an archive otherwise keeps the time at which it was packed.
PACKED_AT = (1980, 1, 1, 0, 0, 0)


@rule("roster-export", purpose=reading.OPERATIONS)
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Choose a week, and have its roster."""
    program = program_of(request)
    if request.method == "POST":
        form = ExportForm(request.POST)
        if form.is_valid():
            week, source = form.cleaned_data["week"], form.cleaned_data["source"] or doors.ROSTER
            out = export_roster(program=program, week=week, source=source, by=actor_of(request))
            answer = HttpResponse(_packed(out.files), content_type="application/zip")
            answer["Content-Disposition"] = f'attachment; filename="roster-{week}.zip"'
            return answer
    else:
        form = ExportForm(initial={"week": doors.next_monday(program)})
    return render(request, "project/roster/take.html", {"form": form}, status=422 if form.errors else 200)


def _packed(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, PACKED_AT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
