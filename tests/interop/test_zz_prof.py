import time, pytest, psycopg, cProfile, pstats, re
from collections import defaultdict
from django.db import connection
from tests import build
from tests.interop.rosters import bring_in, with_week
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(560)]
def test_prof(tmp_path):
    at = build.program()
    f = with_week(tmp_path, "24")
    spent=defaultdict(lambda:[0,0.0])
    def wrap(execute, sql, params, many, context):
        t=time.perf_counter()
        try: return execute(sql, params, many, context)
        finally:
            k=re.sub(r"'[^']*'|\d+","?",sql)[:110]; spent[k][0]+=1; spent[k][1]+=time.perf_counter()-t
    t=time.perf_counter(); c=time.process_time()
    with connection.execute_wrapper(wrap):
        bring_in(at, f)
    print("wall",time.perf_counter()-t,"cpu",time.process_time()-c)
    for k,v in sorted(spent.items(),key=lambda x:-x[1][1])[:22]: print(f"{v[1]:8.2f} {v[0]:6d} {k}")
    with connection.cursor() as cur:
        cur.execute("select relname, seq_scan, seq_tup_read, idx_scan from pg_stat_xact_user_tables order by seq_tup_read desc limit 12")
        for r in cur.fetchall(): print(r)
        cur.execute("select funcname, calls, round(total_time), round(self_time) from pg_stat_xact_user_functions order by self_time desc limit 14")
        for r in cur.fetchall(): print(r)
