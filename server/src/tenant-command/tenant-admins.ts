/** A tenant and the email addresses of its active admins. */
export interface TenantWithAdmins {
  readonly id: string;
  readonly admins: readonly string[];
}

/** The tenants of this deployment, by name. Names need not be unique. */
export interface TenantAdmins {
  find(name: string): Promise<readonly TenantWithAdmins[]>;
  create(name: string, now: number): Promise<TenantWithAdmins>;
}
