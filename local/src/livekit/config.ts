/** Addresses and keys of a local LiveKit. */
export interface LivekitSettings {
  readonly port: number;
  readonly udpPort: number;
  /**
   * Media over TCP, for tests of a network without UDP. Leave it out otherwise: LiveKit opens this
   * port on all interfaces, and no setting changes that.
   */
  readonly tcpPort?: number;
  readonly apiKey: string;
  /** At least 32 characters. LiveKit rejects shorter secrets. */
  readonly apiSecret: string;
  /** For a test: a participant who joins an unknown room creates it. */
  readonly autoCreate?: boolean;
  /** Receives room and participant events by POST. */
  readonly webhookUrl: string;
}

/** LiveKit opens no port for media over TCP. Its default is 7881. */
const noTcp = 0;

/**
 * Returns LiveKit's configuration as JSON, which is valid YAML. Everything, media included, listens
 * on 127.0.0.1 only, except `tcpPort`. Rooms exist only if the server created them.
 */
export function livekitConfig(settings: LivekitSettings): string {
  if (settings.apiSecret.length < 32)
    throw new Error("LIVEKIT_API_SECRET must have at least 32 characters");
  const config = {
    port: settings.port,
    bind_addresses: ["127.0.0.1"],
    rtc: {
      tcp_port: settings.tcpPort ?? noTcp,
      udp_port: settings.udpPort,
      node_ip: "127.0.0.1",
      use_external_ip: false,
      enable_loopback_candidate: true,
      interfaces: { includes: ["lo", "lo0", "Loopback Pseudo-Interface 1"] },
    },
    keys: { [settings.apiKey]: settings.apiSecret },
    room: { auto_create: settings.autoCreate ?? false },
    webhook: { api_key: settings.apiKey, urls: [settings.webhookUrl] },
    logging: { level: "info", pion_level: "error" },
  };
  return JSON.stringify(config, undefined, 2);
}
