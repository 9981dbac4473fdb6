import { type Comments, decodeOpusHead, decodeOpusTags } from "./opus-headers.ts";
import { decodePage, type Page } from "./page.ts";

export type OggOpusFile = {
  readonly preSkip: number;
  readonly comments: Comments;
  readonly packets: readonly Uint8Array[];
  /** The samples that a player plays: up to the end, without the pre-skip. */
  readonly samples: number;
  readonly pages: readonly Page[];
};

export type OggErrorCode =
  | "damaged_page"
  | "missing_page"
  | "other_stream"
  | "damaged_headers"
  | "no_end";

export class OggError extends Error {
  override readonly name = "OggError";
  readonly code: OggErrorCode;

  constructor(code: OggErrorCode) {
    super(`The Ogg file can't be read: ${code}`);
    this.code = code;
  }
}

/** Reads an Ogg Opus file with one stereo stream. It throws an `OggError` if anything is wrong. */
export function readOggOpus(bytes: Uint8Array): OggOpusFile {
  const pages = readPages(bytes);
  const [head, tags, ...packets] = packetsOf(pages);
  const preSkip = head && decodeOpusHead(head);
  const comments = tags && decodeOpusTags(tags);
  if (preSkip === null || preSkip === undefined || !comments) throw new OggError("damaged_headers");
  const last = pages.at(-1);
  if (!last?.isLast) throw new OggError("no_end");
  return { preSkip, comments, packets, samples: Number(last.granule) - preSkip, pages };
}

function readPages(bytes: Uint8Array): Page[] {
  const pages: Page[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const found = decodePage(bytes, offset);
    if (!found) throw new OggError("damaged_page");
    if (found.page.serial !== (pages[0] ?? found.page).serial) throw new OggError("other_stream");
    if (found.page.sequence !== pages.length) throw new OggError("missing_page");
    pages.push(found.page);
    offset = found.end;
  }
  return pages;
}

/** Splits the bodies of pages into packets, also where a packet goes on on the next page. */
function packetsOf(pages: readonly Page[]): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let parts: Uint8Array[] = [];
  for (const { lacing, body } of pages) {
    let offset = 0;
    for (const length of lacing) {
      parts.push(body.subarray(offset, offset + length));
      offset += length;
      if (length === 255) continue;
      packets.push(parts.length === 1 ? (parts[0] ?? body) : Buffer.concat(parts));
      parts = [];
    }
  }
  return packets;
}
