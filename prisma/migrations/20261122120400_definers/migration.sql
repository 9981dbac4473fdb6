-- An empty search path still begins with pg_temp: a session could put a type named "text" there, and its check would run with
-- the rights of a definer function's owner. Named last, pg_temp comes after pg_catalog.
ALTER FUNCTION public.call_log_over_is_final() SET search_path = '', pg_temp;
ALTER FUNCTION public.call_log_connected_parties() SET search_path = '', pg_temp;
ALTER FUNCTION public.call_events_number() SET search_path = '', pg_temp;
ALTER FUNCTION public.call_events_publish() SET search_path = '', pg_temp;
