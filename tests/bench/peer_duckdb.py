"""The judgement in DuckDB: counts.csv and breaches.csv of a generated inputs folder.

Words become numbers as they are read, in print order: of several forms that were tried this one is the fastest.

usage: peer_duckdb.py INPUTS OUT
"""

import sys

import duckdb

from workload import ACTIVITY, AUDIT_DATE, CATEGORY, FORMER, LABEL, LEVELS, ROLES, UNKNOWN

BEARERS = [*ROLES, FORMER, UNKNOWN]
TEXTS = "{'email': 'VARCHAR', 'resource': 'VARCHAR', 'permission': 'VARCHAR', 'last_login': 'VARCHAR'}"


def people(inputs: str) -> str:
    """What the judgement needs of everybody."""
    return f"""
    create temp table people as
    select email, person, role, is_left, contractor and not is_left as contractor,
           if(is_left, {BEARERS.index(FORMER)}, role)::utinyint as bearer
    from (
        select email, row_number() over () as person, employment = 'contractor' as contractor,
               coalesce("end" < '{AUDIT_DATE}', false) as is_left,
               (list_position({ROLES}, role) - 1)::utinyint as role
        from read_csv('{inputs}/people.csv', header = true, all_varchar = true)
    )
    """


def policy(inputs: str) -> str:
    """Whether a role may hold a permission."""
    return f"""
    create temp table policy as
    select (list_position({ROLES}, role) - 1)::utinyint as role, system[7:]::utinyint as system,
           (list_position({LEVELS}, permission) - 1)::utinyint as permission, allowed = 'yes' as allowed
    from read_csv('{inputs}/policy.csv', header = true, all_varchar = true)
    """


def judged(inputs: str) -> str:
    """Every grant with whose it is and whether they may hold it; the address stays only where it is needed."""
    return f"""
    create temp table judged as
    select g.system, g.resource, g.permission, p.person, coalesce(p.is_left, false) as is_left,
           coalesce(p.bearer, {BEARERS.index(UNKNOWN)})::utinyint as bearer,
           coalesce(p.contractor, false) as contractor,
           case when p.person is null or p.is_left or not l.allowed then g.email end as email
    from (
        select email, parse_filename(filename, true)[7:]::utinyint as system, resource[12:]::uinteger as resource,
               (list_position({LEVELS}, permission) - 1)::utinyint as permission
        from read_csv('{inputs}/exports/*.csv', header = true, auto_detect = false, filename = true, columns = {TEXTS})
    ) as g
    left join people as p on p.email = g.email
    left join policy as l on l.role = p.role and l.system = g.system and l.permission = g.permission
    """


def counts(out: str) -> str:
    """Each identity once a slot, an unknown account by its address: first the distinct ones, then how many."""
    return f"""
    copy (
        with once as (
            select system, resource, permission, person, case when person is null then email end as account,
                   any_value(bearer) as bearer, any_value(contractor) as contractor
            from judged group by all
        )
        select '{CATEGORY}' as category, '{ACTIVITY}' as activity,
               'System ' || lpad(system::varchar, 2, '0') as system, '{LABEL}' || (resource + 1) as resource,
               {LEVELS}[permission + 1] as level, {BEARERS}[bearer + 1] as role,
               count(*) as people, count(*) filter (contractor) as contractors
        from once group by once.system, once.resource, permission, bearer
        order by once.system, once.resource, permission, bearer
    ) to '{out}/counts.csv' (header)
    """


def breaches(out: str) -> str:
    """The worst of each row, sorted."""
    return f"""
    copy (
        select 'system' || lpad(system::varchar, 2, '0') as system, email,
               'repository-' || lpad(resource::varchar, 5, '0') as resource, {LEVELS}[permission + 1] as permission,
               case when person is null then 'orphan' when is_left then 'leaver' else 'excess' end as finding
        from judged where email is not null
        order by all
    ) to '{out}/breaches.csv' (header)
    """


def main() -> None:
    """Runs the statements."""
    inputs, out = sys.argv[1:]
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.execute("set preserve_insertion_order = false")
    for statement in [people(inputs), policy(inputs), judged(inputs), counts(out), breaches(out)]:
        connection.execute(statement)


if __name__ == "__main__":
    main()
