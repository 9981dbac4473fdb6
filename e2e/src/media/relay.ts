import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket as Connection,
} from "node:net";
import type { LivekitSettings } from "@synapse-voice/local/livekit";
import type { Page } from "playwright-core";

/** The network between one page and LiveKit, as far as a test breaks it. */
export interface Relay {
  /** Where the page finds LiveKit's signalling. */
  readonly port: number;
  /** Sends a page's media through the relay too; before the page loads. */
  readonly route: (page: Page) => Promise<unknown>;
  /**
   * Everything that goes through it is dead for good; what is begun anew gets through. As when a
   * machine changes networks.
   */
  switchNetwork(): void;
  /** No UDP gets through any more; or it does again. */
  blockUdp(blocked: boolean): void;
  /** Nothing gets through, old or new; or it does again. */
  cut(off: boolean): void;
  close(): void;
}

interface Forwarder {
  readonly port: number;
  drop(): void;
  block(blocked: boolean): void;
  close(): void;
}

async function tcpForwarder(target: number): Promise<Forwarder> {
  const open = new Set<Connection>();
  let blocked = false;
  const server: Server = createServer((near) => {
    if (blocked) return void near.destroy();
    const far = connect(target, "127.0.0.1");
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const drop = (): void => {
    for (const one of open) one.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    drop,
    block: (now) => {
      blocked = now;
      if (now) drop();
    },
    close: () => {
      drop();
      server.close();
    },
  };
}

/** Each of the page's ports gets a port of its own towards LiveKit; a dropped one stays deaf. */
async function udpForwarder(target: number): Promise<Forwarder> {
  const near = createSocket("udp4");
  const flows = new Map<string, Socket | null>();
  let blocked = false;
  const flow = (address: string, port: number): Socket => {
    const far = createSocket("udp4");
    far.on("message", (packet) => blocked || near.send(packet, port, address));
    far.on("error", () => {});
    return far;
  };
  near.on("message", (packet, { address, port }) => {
    const name = `${address}:${port}`;
    if (!flows.has(name)) flows.set(name, flow(address, port));
    if (!blocked) flows.get(name)?.send(packet, target, "127.0.0.1");
  });
  near.bind(0, "127.0.0.1");
  await once(near, "listening");
  const drop = (): void => {
    for (const [name, far] of flows) {
      far?.close();
      flows.set(name, null);
    }
  };
  return {
    port: near.address().port,
    drop,
    block: (now) => {
      blocked = now;
    },
    close: () => {
      drop();
      near.close();
    },
  };
}

/**
 * Runs in the page: LiveKit's candidates get the relay's ports, and ours are kept from LiveKit,
 * which would find a way around it.
 */
function reroute(ports: readonly (readonly [from: number, to: number])[]): void {
  const led = (text: string): string =>
    ports.reduce(
      (so, [from, to]) =>
        so.replaceAll(new RegExp(`( 127\\.0\\.0\\.1) ${from} typ`, "gu"), `$1 ${to} typ`),
      text,
    );
  const { addIceCandidate, setRemoteDescription, createOffer } =
    RTCPeerConnection.prototype as unknown as Record<
      string,
      (this: RTCPeerConnection, given?: { candidate?: string; sdp?: string }) => Promise<unknown>
    >;
  Object.assign(RTCPeerConnection.prototype, {
    addIceCandidate(this: RTCPeerConnection, given: RTCIceCandidateInit) {
      return addIceCandidate!.call(this, {
        ...(given instanceof RTCIceCandidate ? given.toJSON() : given),
        candidate: led(given.candidate ?? ""),
      });
    },
    setRemoteDescription(this: RTCPeerConnection, given: RTCSessionDescriptionInit) {
      return setRemoteDescription!.call(this, { type: given.type, sdp: led(given.sdp ?? "") } as {
        sdp: string;
      });
    },
    async createOffer(this: RTCPeerConnection, options?: RTCOfferOptions) {
      const { type, sdp = "" } = (await createOffer!.call(
        this,
        options as object,
      )) as RTCSessionDescriptionInit;
      return { type, sdp: sdp.replaceAll(/^a=candidate:.*\r\n/gmu, "") };
    },
  });
  const handler = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype, "onicecandidate");
  Object.defineProperty(RTCPeerConnection.prototype, "onicecandidate", {
    ...handler,
    set(this: RTCPeerConnection, listener: ((event: RTCPeerConnectionIceEvent) => void) | null) {
      handler?.set?.call(
        this,
        listener && ((event: RTCPeerConnectionIceEvent) => event.candidate || listener(event)),
      );
    },
  });
}

/**
 * A network of its own between a page and LiveKit: a TCP relay for signalling, one for media, and
 * one for UDP.
 */
export async function openRelay({ port, tcpPort, udpPort }: LivekitSettings): Promise<Relay> {
  const [signalling, tcp, udp] = await Promise.all([
    tcpForwarder(port),
    tcpForwarder(tcpPort),
    udpForwarder(udpPort),
  ]);
  const forwarders = [signalling, tcp, udp];
  return {
    port: signalling.port,
    route: (page) =>
      page.addInitScript(reroute, [
        [tcpPort, tcp.port],
        [udpPort, udp.port],
      ] as const),
    switchNetwork: () => {
      for (const forwarder of forwarders) forwarder.drop();
    },
    blockUdp: udp.block,
    cut: (off) => {
      for (const forwarder of forwarders) forwarder.block(off);
    },
    close: () => {
      for (const forwarder of forwarders) forwarder.close();
    },
  };
}
