import { describe } from "vitest";
import { createFakeSupabaseAdmin } from "./fake-supabase-admin.ts";
import { supabaseAdminCases } from "./testing/supabase-admin-cases.ts";

describe("the fake administrator of Supabase's accounts", () => {
  supabaseAdminCases(() => {
    const admin = createFakeSupabaseAdmin();
    return {
      admin,
      emailOf: async (id) => admin.users.get(id)?.email ?? null,
      invited: async () => admin.invited,
      confirmations: async () => admin.confirmations,
      passwordLinks: async () => admin.passwordLinks,
    };
  });
});
