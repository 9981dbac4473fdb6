/** A person of the demo data. Ids are fixed, so that pages and tests can name them. */
export interface DemoPerson {
  readonly supabaseUserId: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** Role of a CRM user. Null for a portal customer. */
  readonly role: "ADMIN" | "SUPERVISOR" | "AGENT" | null;
  readonly tenantId: string;
  /**
   * Number by which links such as `tel:` find the person, in E.164. The numbers from +49 30 23125
   * 000 to 999 are set aside for stories.
   */
  readonly phone: string | null;
}

export const demoPassword = "synapse-demo";

export const demoTenants = {
  acme: { id: "a0000000-0000-4000-8000-000000000001", name: "Acme" },
  globex: { id: "a0000000-0000-4000-8000-000000000002", name: "Globex" },
} as const;

const acme = demoTenants.acme.id;
const globex = demoTenants.globex.id;

export const demoPeople = {
  ada: {
    supabaseUserId: "d0000000-0000-4000-8000-0000000000a1",
    email: "ada@acme.test",
    firstName: "Ada",
    lastName: "Agent",
    role: "AGENT",
    tenantId: acme,
    phone: "+493023125100",
  },
  grace: {
    supabaseUserId: "d0000000-0000-4000-8000-0000000000a2",
    email: "grace@acme.test",
    firstName: "Grace",
    lastName: "Agent",
    role: "AGENT",
    tenantId: acme,
    phone: "+493023125100",
  },
  alex: {
    supabaseUserId: "d0000000-0000-4000-8000-0000000000ad",
    email: "admin@acme.test",
    firstName: "Alex",
    lastName: "Admin",
    role: "ADMIN",
    tenantId: acme,
    phone: null,
  },
  carl: {
    supabaseUserId: "d0000000-0000-4000-8000-0000000000c1",
    email: "carl@customer.test",
    firstName: "Carl",
    lastName: "Customer",
    role: null,
    tenantId: acme,
    phone: "+493023125001",
  },
  dora: {
    supabaseUserId: "d0000000-0000-4000-8000-0000000000c2",
    email: "dora@customer.test",
    firstName: "Dora",
    lastName: "Customer",
    role: null,
    tenantId: acme,
    phone: "+493023125002",
  },
  gus: {
    supabaseUserId: "d0000000-0000-4000-8000-0000000000b1",
    email: "gus@globex.test",
    firstName: "Gus",
    lastName: "Agent",
    role: "AGENT",
    tenantId: globex,
    phone: "+493023125001",
  },
  gina: {
    supabaseUserId: "d0000000-0000-4000-8000-0000000000b2",
    email: "gina@customer.test",
    firstName: "Gina",
    lastName: "Customer",
    role: null,
    tenantId: globex,
    phone: "+493023125003",
  },
} as const satisfies Record<string, DemoPerson>;
