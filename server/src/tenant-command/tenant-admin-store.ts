/** An active admin of a tenant. */
export interface TenantAdmin {
  readonly email: string;
  /** True until the admin has used the product for the first time. */
  readonly isInvited: boolean;
}

/** A tenant and its active admins. */
export interface TenantWithAdmins {
  readonly id: string;
  readonly admins: readonly TenantAdmin[];
}

/** The tenants of this deployment, by name. Two may have the same name. */
export interface TenantAdminStore {
  find(name: string): Promise<readonly TenantWithAdmins[]>;
  create(name: string, now: number): Promise<TenantWithAdmins>;
}
