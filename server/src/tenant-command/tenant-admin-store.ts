/** A tenant and the email addresses of its active admins. */
export interface TenantWithAdmins {
  readonly id: string;
  readonly admins: readonly string[];
}

/** The tenants of this deployment, by name. Two may have the same name. */
export interface TenantAdminStore {
  find(name: string): Promise<readonly TenantWithAdmins[]>;
  create(name: string, now: number): Promise<TenantWithAdmins>;
}
