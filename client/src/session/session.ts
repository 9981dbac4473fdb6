/** Who is signed in, and where the server is. */
export interface Session {
  /** Origin of the API, such as `https://voice.example`. */
  readonly apiUrl: string;
  /**
   * A current access token. `fresh` is set after the server refused the last one. Rejecting, or
   * resolving to "", is the error `token_missing`; reject with an ApiError `network` where only the
   * way to the account service is missing.
   */
  getToken(options?: { fresh: boolean }): Promise<string>;
  /** Taken from the token's `sub` where left out. */
  readonly supabaseUserId?: string;
  /** Stable id of this device or tab: see {@link browserDeviceId}. */
  readonly deviceId: string;
}
