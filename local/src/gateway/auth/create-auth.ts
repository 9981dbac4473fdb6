import type { Database } from "../database.ts";
import type { Outbox } from "../outbox.ts";
import type { GatewaySettings } from "../settings.ts";
import type { AuthContext } from "./context.ts";
import { createLinksStore } from "./stores/links-store.ts";
import { createSessionsStore } from "./stores/sessions-store.ts";
import { loadTokens } from "./tokens.ts";
import { createUsersStore } from "./stores/users-store.ts";

export async function createAuth(
  db: Database,
  settings: GatewaySettings,
  outbox: Outbox,
): Promise<AuthContext> {
  return {
    db,
    settings,
    outbox,
    tokens: await loadTokens(db, settings),
    users: createUsersStore(db.query),
    sessions: createSessionsStore(db, settings),
    links: createLinksStore(db, settings),
  };
}
