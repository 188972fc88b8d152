"""The database itself refuses to change or remove what cases rest on."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION catalogue_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a service version is never changed: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER a_service_version_is_never_changed BEFORE UPDATE OR DELETE ON catalogue_serviceversion
    FOR EACH ROW EXECUTE FUNCTION catalogue_refuse_change();
CREATE TRIGGER service_versions_are_never_emptied BEFORE TRUNCATE ON catalogue_serviceversion
    FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse_change();
"""

ALLOW = """
DROP TRIGGER service_versions_are_never_emptied ON catalogue_serviceversion;
DROP TRIGGER a_service_version_is_never_changed ON catalogue_serviceversion;
DROP FUNCTION catalogue_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_catalogue")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
