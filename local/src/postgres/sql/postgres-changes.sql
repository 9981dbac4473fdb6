-- Decides who may see a change of a row, for postgres_changes. The gateway calls changes_for with
-- each change of a published table.

-- Waits until queries can see the transaction. Readers of the log receive a change shortly before
-- that, and the policies must be evaluated after it.
create or replace function realtime.await_visible(xid bigint) returns void
language plpgsql set search_path = '' as $$
declare
  newest bigint := pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint;
  full_xid bigint := (newest >> 32 << 32) | xid;
begin
  if full_xid > newest + 2147483648 then
    full_xid := full_xid - 4294967296;
  end if;
  for attempt in 1..2000 loop
    exit when pg_catalog.pg_visible_in_snapshot(
      full_xid::text::xid8, pg_catalog.pg_current_snapshot());
    perform pg_catalog.pg_sleep(0.0005);
  end loop;
end
$$;

-- Converts values from text to JSON of the column's type. Missing columns stay missing.
create or replace function realtime.typed_row(entity regclass, raw jsonb) returns jsonb
language plpgsql set search_path = '' as $$
declare
  typed jsonb;
begin
  execute format(
    'select pg_catalog.to_jsonb(pg_catalog.jsonb_populate_record(null::%s, $1))', entity
  ) into typed using raw;
  return (
    select pg_catalog.jsonb_object_agg(key, value)
    from pg_catalog.jsonb_each(typed) where raw ? key
  );
end
$$;

-- Returns true if a row matches all filters: {column, operator, negated, value}.
create or replace function realtime.matches(entity regclass, row_data jsonb, filters jsonb)
returns boolean language plpgsql set search_path = '' as $$
declare
  filter jsonb;
  negation text;
  in_values text[];
  expression text;
  column_type text;
  is_match boolean;
begin
  for filter in select value from pg_catalog.jsonb_array_elements(filters) loop
    select pg_catalog.format_type(atttypid, null) into column_type
    from pg_catalog.pg_attribute
    where attrelid = entity and attname = filter ->> 'column' and not attisdropped;
    if column_type is null then
      return false;
    end if;
    if filter ->> 'operator' = 'in' then
      in_values := array(select pg_catalog.jsonb_array_elements_text(filter -> 'value'));
    end if;
    expression := case filter ->> 'operator'
      when 'eq' then format('c = %L::%s', filter ->> 'value', column_type)
      when 'neq' then format('c <> %L::%s', filter ->> 'value', column_type)
      when 'lt' then format('c < %L::%s', filter ->> 'value', column_type)
      when 'lte' then format('c <= %L::%s', filter ->> 'value', column_type)
      when 'gt' then format('c > %L::%s', filter ->> 'value', column_type)
      when 'gte' then format('c >= %L::%s', filter ->> 'value', column_type)
      when 'isdistinct' then format('c is distinct from %L::%s', filter ->> 'value', column_type)
      when 'in' then format('c = any (%L::%s[])', in_values, column_type)
      when 'like' then format('c::text like %L', filter ->> 'value')
      when 'ilike' then format('c::text ilike %L', filter ->> 'value')
      when 'match' then format('c::text ~ %L', filter ->> 'value')
      when 'imatch' then format('c::text ~* %L', filter ->> 'value')
      when 'is' then case lower(filter ->> 'value')
        when 'null' then 'c is null'
        when 'true' then 'c is true'
        when 'false' then 'c is false'
        when 'unknown' then 'c is unknown'
      end
    end;
    negation := case when (filter ->> 'negated')::boolean then 'not' else '' end;
    execute format(
      'select coalesce(%s (%s), false)
       from (select (pg_catalog.jsonb_populate_record(null::%s, $1)).%I as c) as one',
      negation, expression, entity, filter ->> 'column'
    ) into is_match using row_data;
    if not is_match then
      return false;
    end if;
  end loop;
  return true;
end
$$;

-- Evaluates the table's policies as the subscriber: {role, claims}.
create or replace function realtime.sees_row(
  entity regclass, keys text[], row_data jsonb, subscriber jsonb
) returns boolean language plpgsql as $$
declare
  condition text := (
    select string_agg(format('%I = %L', key, row_data ->> key), ' and ') from unnest(keys) key
  );
  is_visible boolean;
begin
  perform set_config('request.jwt.claims', (subscriber -> 'claims')::text, true),
    set_config('request.jwt.claim.sub', coalesce(subscriber #>> '{claims,sub}', ''), true),
    set_config('request.jwt.claim.role', subscriber ->> 'role', true),
    set_config('role', subscriber ->> 'role', true);
  execute format('select exists (select from %s where %s)', entity, condition) into is_visible;
  perform set_config('role', 'none', true);
  return is_visible;
end
$$;

create or replace function realtime.keep_columns(row_data jsonb, names text[]) returns jsonb
language sql immutable as $$
  select jsonb_object_agg(key, value) from jsonb_each(row_data) where key = any (names)
$$;

-- Returns the columns that are sent with a change: those that the role may read.
create or replace function realtime.columns_for(entity regclass, readable text[]) returns jsonb
language sql stable as $$
  select coalesce(
    jsonb_agg(jsonb_build_object('name', attname, 'type', typname) order by attnum), '[]')
  from pg_attribute join pg_type on pg_type.oid = atttypid
  where attrelid = entity and attnum > 0 and attname = any (readable)
$$;

-- Returns what one subscriber receives of a change, like realtime.apply_rls of Supabase Realtime
-- 2.129.8 (migration 20260709120000):
-- * Row level security is not applied to deletions, and neither is the check of the key. Every
--   subscriber whose filter matches receives them. The old row is reduced to its key if the table
--   has row level security.
-- * For other changes, a role that may not read the key receives an error without columns and time.
create or replace function realtime.change_for(
  entity regclass, has_rls boolean, keys text[], change_type text,
  new_row jsonb, old_row jsonb, subscriber jsonb
) returns jsonb language plpgsql as $$
declare
  nothing constant jsonb :=
    '{"record": null, "old_record": null, "columns": [], "is_timed": false, "errors": null}';
  hidden constant jsonb := nothing || '{"visible": false}';
  role_name name := subscriber ->> 'role';
  readable text[] := array(
    select attname from pg_attribute
    where attrelid = entity and attnum > 0 and not attisdropped
      and has_column_privilege(role_name, entity, attname, 'select'));
  old_columns text[] := case
    when has_rls and change_type = 'DELETE'
      then array(select key from unnest(keys) key where key = any (readable))
    else readable
  end;
begin
  if change_type <> 'DELETE' and keys is null then
    return nothing || '{"visible": true, "errors": ["Error 400: Bad Request, no primary key"]}';
  end if;
  if change_type <> 'DELETE' and not keys <@ readable then
    return nothing || '{"visible": true, "errors": ["Error 401: Unauthorized"]}';
  end if;
  if not realtime.matches(entity, coalesce(new_row, old_row), subscriber -> 'filters') then
    return hidden;
  end if;
  if has_rls and change_type <> 'DELETE'
    and not realtime.sees_row(entity, keys, new_row, subscriber) then
    return hidden;
  end if;
  return jsonb_build_object(
    'visible', true,
    'record', realtime.keep_columns(new_row, readable),
    'old_record', realtime.keep_columns(old_row, old_columns),
    'columns', realtime.columns_for(entity, readable),
    'is_timed', true,
    'errors', null);
exception when others then
  raise warning 'a change of % is not sent to a subscriber: %', entity, sqlerrm;
  return hidden;
end
$$;

-- Returns what each subscriber receives, in their order.
create or replace function realtime.changes_for(change jsonb, subscribers jsonb) returns jsonb
language plpgsql as $$
declare
  entity regclass := to_regclass(format('%I.%I', change ->> 'schema', change ->> 'table'));
  has_rls boolean;
  keys text[];
  new_row jsonb;
  old_row jsonb;
  subscriber jsonb;
  results jsonb := '[]';
begin
  if entity is null then
    return null;
  end if;
  perform realtime.await_visible((change ->> 'xid')::bigint);
  select relrowsecurity into has_rls from pg_class where oid = entity;
  select array_agg(attname::text) into keys
  from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
  where indrelid = entity and indisprimary;
  new_row := realtime.typed_row(entity, nullif(change -> 'record', 'null'));
  old_row := realtime.typed_row(entity, nullif(change -> 'old_record', 'null'));
  for subscriber in select value from jsonb_array_elements(subscribers) loop
    results := results || jsonb_build_array(
      realtime.change_for(entity, has_rls, keys, change ->> 'type', new_row, old_row, subscriber));
  end loop;
  return results;
end
$$;

do $$
declare
  signature regprocedure;
begin
  for signature in
    select oid from pg_proc where pronamespace = 'realtime'::regnamespace
      and proname in (
        'await_visible', 'typed_row', 'matches', 'sees_row', 'keep_columns', 'columns_for',
        'change_for', 'changes_for'
      )
  loop
    execute format('revoke execute on function %s from public', signature);
  end loop;
end
$$;
