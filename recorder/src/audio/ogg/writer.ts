import { blockSamples } from "../format.ts";
import { type Comments, encodeOpusHead, encodeOpusTags } from "./opus-headers.ts";
import { encodePage, lacingOf, maxLacing } from "./page.ts";

/** Pages have at most one second, so that a player finds a time quickly. */
const maxPackets = 50;

export type OggOpusOptions = {
  /** The number of the stream. It must differ from that of a file that is joined to this one. */
  readonly serial: number;
  /** The decoded samples at the start that players skip. */
  readonly preSkip: number;
  readonly comments: Comments;
};

export type OggOpusWriter = ReturnType<typeof createOggOpusWriter>;

/** Writes an Ogg Opus file (RFC 7845) of 20 ms packets, page by page, and keeps only one page. */
export function createOggOpusWriter({ serial, preSkip, comments }: OggOpusOptions) {
  let sequence = 0;
  let samples = 0;
  let packets: Uint8Array[] = [];
  let lacing: number[] = [];

  function takePage(granule: number, isLast: boolean): Uint8Array {
    const page = encodePage({
      isContinued: false,
      isFirst: sequence === 0,
      isLast,
      granule: BigInt(granule),
      serial,
      sequence: sequence++,
      lacing,
      body: concat(packets),
    });
    packets = [];
    lacing = [];
    return page;
  }

  /** Adds a packet. No packet of ours is longer than a page, so none is continued. */
  function add(packet: Uint8Array, packetLacing: readonly number[]): void {
    if (packetLacing.length > maxLacing) throw new Error("The packet is too long for a page");
    packets.push(packet);
    lacing.push(...packetLacing);
  }

  function headerPage(packet: Uint8Array): Uint8Array {
    add(packet, lacingOf(packet));
    return takePage(0, false);
  }

  return {
    /** Returns the two header pages. They come first. */
    headers: (): Uint8Array[] => [
      headerPage(encodeOpusHead(preSkip)),
      headerPage(encodeOpusTags(comments)),
    ],

    /** Takes the next packet, and returns the page before it if that is full. */
    write(packet: Uint8Array): Uint8Array[] {
      const packetLacing = lacingOf(packet);
      const isFull =
        packets.length === maxPackets || lacing.length + packetLacing.length > maxLacing;
      const pages = isFull ? [takePage(samples, false)] : [];
      add(packet, packetLacing);
      samples += blockSamples;
      return pages;
    },

    /** Returns the last page. `endSamples` counts from the first packet on, the pre-skip included. */
    finish(endSamples: number): Uint8Array {
      if (endSamples > samples || endSamples <= samples - blockSamples)
        throw new RangeError("The end must be inside the last packet");
      return takePage(endSamples, true);
    },
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
