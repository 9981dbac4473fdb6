import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket as Connection,
} from "node:net";
import type { Page } from "playwright-core";
import type { MediaSettings } from "./media-harness.ts";

/** The network between a page and LiveKit, which tests can break. */
export interface Relay {
  /** Port for the signalling of LiveKit. */
  readonly port: number;
  /** Routes the media of a page through the relay, too. Call it before the page loads. */
  readonly route: (page: Page) => Promise<unknown>;
  /** Breaks all connections, but lets new ones through, as if the machine changed its network. */
  switchNetwork(): void;
  /** Drops all UDP packets, or lets them through again. */
  blockUdp(blocked: boolean): void;
  /** Drops all media, over UDP and TCP, or lets them through again. Signalling goes on. */
  blockMedia(blocked: boolean): void;
  /** Drops this share of the UDP packets in each direction, from 0 to 1. */
  loseUdp(share: number): void;
  /** Drops everything, or lets it through again. */
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

/** A forwarder of UDP, which can lose some of the packets. */
interface UdpForwarder extends Forwarder {
  lose(share: number): void;
}

/** Uses one port towards LiveKit for each port of the page. A dropped port never works again. */
async function udpForwarder(target: number): Promise<UdpForwarder> {
  const near = createSocket("udp4");
  const flows = new Map<string, Socket | null>();
  let blocked = false;
  let lost = 0;
  const isLost = (): boolean => blocked || Math.random() < lost;
  const flow = (address: string, port: number): Socket => {
    const far = createSocket("udp4");
    far.on("message", (packet) => isLost() || near.send(packet, port, address));
    far.on("error", () => {});
    return far;
  };
  near.on("message", (packet, { address, port }) => {
    const name = `${address}:${port}`;
    if (!flows.has(name)) flows.set(name, flow(address, port));
    if (!isLost()) flows.get(name)?.send(packet, target, "127.0.0.1");
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
    lose: (share) => {
      lost = share;
    },
    close: () => {
      drop();
      near.close();
    },
  };
}

/**
 * Runs in the page: puts the ports of the relay into LiveKit's candidates, and removes the page's
 * own candidates, because LiveKit could bypass the relay by them.
 */
function reroute(ports: readonly (readonly [from: number, to: number])[]): void {
  const rerouted = (text: string): string =>
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
        candidate: rerouted(given.candidate ?? ""),
      });
    },
    setRemoteDescription(this: RTCPeerConnection, given: RTCSessionDescriptionInit) {
      return setRemoteDescription!.call(this, {
        type: given.type,
        sdp: rerouted(given.sdp ?? ""),
      } as {
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

/** Opens relays for signalling over TCP, media over TCP and media over UDP. */
export async function openRelay({ port, tcpPort, udpPort }: MediaSettings): Promise<Relay> {
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
    loseUdp: udp.lose,
    blockMedia: (blocked) => {
      for (const forwarder of [tcp, udp]) forwarder.block(blocked);
    },
    cut: (off) => {
      for (const forwarder of forwarders) forwarder.block(off);
    },
    close: () => {
      for (const forwarder of forwarders) forwarder.close();
    },
  };
}
