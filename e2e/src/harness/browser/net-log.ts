import { readFile } from "node:fs/promises";

/** Names of this machine. Addresses are no names: nobody is asked for them. */
const ownName = /^(?:localhost|.+\.localhost|[\d.]+|\[?[\da-f:]*:[\da-f:]*\]?)$/u;

interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly host?: unknown };
  }[];
}

/** Returns the name in `https://name:443` or `name:443`. */
const nameIn = (host: string): string =>
  host.replace(/^\w+:\/\//u, "").replace(/^(\[.*\]|[^:]*):\d+$/u, "$1");

/**
 * Returns the names that Chromium has looked up, as its network log says, without those of this
 * machine. WebRTC looks its STUN servers and relays up in the same place.
 */
export async function foreignNamesIn(file: string): Promise<string[]> {
  const { constants, events } = JSON.parse(await readFile(file, "utf8")) as NetLog;
  const lookUps = new Set(
    Object.entries(constants.logEventTypes).flatMap(([name, type]) =>
      name.startsWith("HOST_RESOLVER") ? [type] : [],
    ),
  );
  const hosts = events.flatMap(({ type, params }) =>
    lookUps.has(type) && typeof params?.host === "string" ? [nameIn(params.host)] : [],
  );
  if (hosts.length === 0) throw new Error(`${file} shows no look-up at all`);
  return [...new Set(hosts)].filter((name) => !ownName.test(name)).toSorted();
}
