/**
 * Takes the place of supabase-js's packages for tables, files and functions in the build. The
 * console asks Supabase for accounts and Realtime only. Each Supabase client makes some of these
 * objects, and passes the errors on.
 */
class Unused {
  readonly isUnused = true;
}

export {
  Unused as FunctionRegion,
  Unused as FunctionsClient,
  Unused as FunctionsError,
  Unused as FunctionsFetchError,
  Unused as FunctionsHttpError,
  Unused as FunctionsRelayError,
  Unused as PostgrestClient,
  Unused as PostgrestError,
  Unused as StorageApiError,
  Unused as StorageClient,
};
