/** The signed-in person, this device, and the address of the server. */
export interface Session {
  /** Origin of the API, such as `https://voice.example`. */
  readonly apiUrl: string;
  /**
   * Returns a current access token. `fresh` is true after the server refused the last one. If it
   * throws, rejects or returns "", requests fail with `token_missing`. If it takes longer than 8 s,
   * they fail with `token_timeout`. Reject with an {@link ApiError} `network` if only the network
   * to the account service is down.
   */
  getToken(options?: { fresh: boolean }): Promise<string>;
  /** User id of the person. By default it is read from the token's `sub`. */
  readonly supabaseUserId?: string;
  /** Stable id of this device or tab, such as {@link browserDeviceId} returns. */
  readonly deviceId: string;
}
