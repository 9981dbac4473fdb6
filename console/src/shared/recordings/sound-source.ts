/** The part of an audio element that is used. */
export interface SoundElement extends EventTarget {
  src: string;
  currentTime: number;
  defaultPlaybackRate: number;
  playbackRate: number;
  play(): Promise<void>;
  pause(): void;
  load(): void;
  removeAttribute(name: "src"): void;
}

/** Number of links that are asked for before the sound has to move on. */
const maxLinks = 3;
/** Sound that has moved on this far works. */
const movedOnSeconds = 1;

/** The sound that an element plays, by links that work for a short time. */
export interface SoundSource {
  /**
   * Lets the element load the sound by a new link. Resolves to false if that was cancelled. Rejects
   * if there is no link.
   */
  load(positionSeconds: number, rate: number): Promise<boolean>;
  /** Drops a link that has not come yet. */
  cancelLoading(): void;
  /** Returns true if the element has a link. */
  isThere(): boolean;
  /** Drops the link, also one that has not come yet. */
  forget(): void;
  /** Moves the element to the position, once it can. */
  place(positionSeconds: number): void;
  /** Returns true if the element is at the position that was wanted. */
  isPlaced(): boolean;
  /** Begins at another position, at the wish of the person. */
  restart(positionSeconds: number): void;
  noteProgress(positionSeconds: number): void;
  /** Returns true if several links in a row did not help. */
  isInVain(): boolean;
}

/** Makes the source of an element, without a link. */
export function createSource(
  element: SoundElement,
  requestUrl: () => Promise<string>,
): SoundSource {
  let isThere = false;
  let isPlaced = false;
  /** Number of the newest link. Replies to requests for older ones are dropped. */
  let newestLink = 0;
  let linksInVain = 0;
  let fromSeconds = 0;

  const forget = (): void => {
    newestLink += 1;
    isThere = false;
    isPlaced = false;
  };
  return {
    load: async (positionSeconds, rate) => {
      forget();
      const link = newestLink;
      linksInVain += 1;
      fromSeconds = positionSeconds;
      const url = await requestUrl().catch((error: unknown) => {
        if (link === newestLink) throw error;
        return "";
      });
      if (link !== newestLink) return false;
      element.src = url;
      // A new source plays at the default.
      element.defaultPlaybackRate = rate;
      isThere = true;
      return true;
    },
    cancelLoading: () => {
      if (!isThere) forget();
    },
    isThere: () => isThere,
    forget,
    place: (positionSeconds) => {
      isPlaced = true;
      if (positionSeconds > 0) element.currentTime = positionSeconds;
    },
    isPlaced: () => isPlaced,
    restart: (positionSeconds) => {
      linksInVain = 0;
      fromSeconds = positionSeconds;
      if (isPlaced && element.currentTime !== positionSeconds)
        element.currentTime = positionSeconds;
    },
    noteProgress: (positionSeconds) => {
      if (positionSeconds > fromSeconds + movedOnSeconds) linksInVain = 0;
    },
    isInVain: () => linksInVain >= maxLinks,
  };
}
