import { startSharedPostgres } from "./postgres-for-tests.ts";

/**
 * One PostgreSQL for all integration tests that keep to a database of their own: starting one takes
 * longer than most of them.
 */
export default startSharedPostgres;
