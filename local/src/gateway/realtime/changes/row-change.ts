/**
 * A row of the log. A value is PostgreSQL's text or null. It is undefined for a large value that
 * did not change.
 */
export type Tuple = Record<string, string | null | undefined>;

/** An inserted row of realtime.messages. */
export type SentMessage = {
  id: string;
  topic: string;
  event: string;
  isPrivate: boolean;
  payload: string | null;
  binaryPayload: Buffer | null;
};

export type ChangeType = "INSERT" | "UPDATE" | "DELETE";

/** A change of a published table. */
export type RowChange = {
  xid: number;
  committedAt: Date;
  type: ChangeType;
  schema: string;
  table: string;
  /** Columns whose text is JSON. */
  jsonColumns: string[];
  record: Tuple | undefined;
  oldRecord: Tuple | undefined;
};
