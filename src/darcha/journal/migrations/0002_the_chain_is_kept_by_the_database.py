"""The database itself numbers and chains the entries, and refuses every change to them."""

from django.db import migrations

APPEND = """
CREATE FUNCTION journal_append(
    in_centre text, in_moment timestamptz, in_kind text, in_subject text, in_actor text, in_data jsonb, in_key text,
    in_body text
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last journal_head%ROWTYPE;
    next_seq bigint;
    next_hash text;
BEGIN
    INSERT INTO journal_head (centre, epoch, seq, hash) VALUES (in_centre, 1, 0, repeat('0', 64))
        ON CONFLICT (centre) DO NOTHING;
    SELECT * INTO STRICT last FROM journal_head WHERE centre = in_centre FOR UPDATE;
    next_seq := last.seq + 1;
    next_hash := encode(sha256(convert_to(
        concat_ws(E'\\n', last.hash, in_centre, last.epoch::text, next_seq::text, in_body), 'UTF8')), 'hex');
    INSERT INTO journal_entry
        (centre, epoch, seq, moment, kind, subject, actor, data, key, previous_hash, hash)
        VALUES (in_centre, last.epoch, next_seq, in_moment, in_kind, in_subject, in_actor, in_data, in_key,
                last.hash, next_hash);
    UPDATE journal_head SET seq = next_seq, hash = next_hash WHERE centre = in_centre;
    PERFORM pg_notify('darcha_journal', in_centre || ' ' || next_seq);
    RETURN next_seq;
END
$$;

CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER an_entry_is_never_changed BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER the_journal_is_never_emptied BEFORE TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER a_chain_is_never_forgotten BEFORE DELETE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'darcha_app') THEN
        REVOKE ALL ON journal_entry, journal_head FROM darcha_app;
        GRANT SELECT ON journal_entry, journal_head TO darcha_app;
        REVOKE ALL ON FUNCTION journal_append FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION journal_append TO darcha_app;
    END IF;
END
$$;
"""

REMOVE = """
DROP TRIGGER a_chain_is_never_forgotten ON journal_head;
DROP TRIGGER the_journal_is_never_emptied ON journal_entry;
DROP TRIGGER an_entry_is_never_changed ON journal_entry;
DROP FUNCTION journal_refuse_change();
DROP FUNCTION journal_append(text, timestamptz, text, text, text, jsonb, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_entry")]
    operations = [migrations.RunSQL(APPEND, REMOVE)]
