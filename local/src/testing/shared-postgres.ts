import { startSharedPostgres } from "./postgres-for-tests.ts";

/**
 * Starts one PostgreSQL for all integration tests that use only their own database, because
 * starting a server takes longer than most of them.
 */
export default startSharedPostgres;
