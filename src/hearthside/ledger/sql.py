"""
SQL that migrations share: what keeps a table append-only, and what makes row security bite.

Names are fixed: the grants of `project.database` read them. A table with a trigger called `append_only` may be added
to and never changed; with `append_by_function`, the application may not even add to it except through our function.
"""

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Lines of % are never changed or removed.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'append_only';
END $$;
"""

APPEND = """
CREATE FUNCTION ledger_append(book text, in_chain integer, canonical text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head ledger_chain_head%ROWTYPE;
    line jsonb := canonical::jsonb;
    new_hash bytea;
BEGIN
    SELECT * INTO STRICT head FROM ledger_chain_head h
     WHERE h.book = ledger_append.book AND h.chain = in_chain FOR UPDATE;
    new_hash := sha256(head.hash || int8send(head.position + 1) || convert_to(canonical, 'UTF8'));
    EXECUTE format(
        'INSERT INTO %I (id, chain, position, at, program_id, actor, request_id, kind, patients, facts,
                         canonical, previous_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)', 'ledger_' || book)
    USING (line->>'id')::uuid, in_chain, head.position + 1, (line->>'at')::timestamptz, (line->>'program')::uuid,
          line->>'actor', line->>'request', line->>'kind', line->'patients', line->'facts',
          canonical, head.hash, new_hash;
    UPDATE ledger_chain_head SET position = head.position + 1, hash = new_hash WHERE id = head.id;
END $$;
REVOKE ALL ON FUNCTION ledger_append(text, integer, text) FROM PUBLIC;
"""

FIRST_HEADS = """
INSERT INTO ledger_chain_head (id, book, chain, position, hash)
SELECT gen_random_uuid(), book, chain, 0, sha256(convert_to('Hearthside ' || book || ' ' || chain, 'UTF8'))
  FROM unnest(ARRAY['entry', 'reading']) AS book, generate_series(0, 15) AS chain;
"""

# What row security reads: who asks, in words of the program. Empty settings are nobody.
WHO_ASKS = """
CREATE FUNCTION app_actor() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('app.actor', true), '')::uuid $$;
CREATE FUNCTION app_program() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('app.program', true), '')::uuid $$;
CREATE FUNCTION app_roles() RETURNS text[] LANGUAGE sql STABLE AS
    $$ SELECT string_to_array(coalesce(current_setting('app.roles', true), ''), ',') $$;
CREATE FUNCTION app_system() RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT nullif(current_setting('app.system', true), '') $$;
-- The program itself asks, for all programs at once.
CREATE FUNCTION app_any_program() RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT app_system() IS NOT NULL AND app_program() IS NULL $$;
CREATE FUNCTION app_asked_program() RETURNS uuid LANGUAGE sql STABLE AS
    $$ SELECT CASE WHEN app_system() IS NOT NULL OR app_actor() IS NOT NULL THEN app_program() END $$;
CREATE FUNCTION app_in_program(program uuid) RETURNS boolean LANGUAGE sql STABLE AS
    $$ SELECT app_any_program() OR app_asked_program() = program $$;
"""


def in_program(program: str = "program_id") -> str:
    """
    The condition that the row is of a program that is asked about: `app_in_program`, asked once a query.

    Asked for each row it would cost more than most rows do, and PostgreSQL, which takes it to hold for one row in a
    hundred, would plan every query for a table that is nearly empty.
    """
    return f"((SELECT app_any_program()) OR {program} = (SELECT app_asked_program()))"


IN_PROGRAM = in_program()


def append_only(table: str, *, by_function: bool = False) -> str:
    """Lines of this table are never changed or removed, by anyone."""
    name = "append_by_function" if by_function else "append_only"
    return f"""
        CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change();
        CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """


def row_security(table: str, *, seen: str, written: str = IN_PROGRAM) -> str:
    """
    Rows of this table are seen where `seen` holds and written where `written` does, whatever a query asks for.

    Both are SQL conditions on the row. Forced on the table's owner too; only a superuser passes by it.
    """
    return f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY seen ON {table} FOR SELECT USING ({seen});
        CREATE POLICY added ON {table} FOR INSERT WITH CHECK ({written});
        CREATE POLICY changed ON {table} FOR UPDATE USING ({seen}) WITH CHECK ({written});
        CREATE POLICY removed ON {table} FOR DELETE USING (({seen}) AND ({written}));
    """
