import type { ReactElement } from "react";
import { LoadFailed, Skeleton, type Resource } from "@synapse-voice/react";

interface LoadedProps<T> {
  readonly resource: Resource<T>;
  /** Number of grey rows while the data load, and the label that screen readers read. */
  readonly rows: number;
  readonly label: string;
  readonly children: (data: T) => ReactElement;
}

/**
 * Shows data once they are loaded. Before that: nothing at first, grey rows if it takes longer, or
 * why it failed.
 */
export function Loaded<T>({
  resource: { data, error, slow, reload },
  rows,
  label,
  children,
}: LoadedProps<T>): ReactElement | null {
  if (data !== null) return children(data);
  if (error !== null) return <LoadFailed code={error} retry={reload} />;
  return slow ? <Skeleton rows={rows} label={label} /> : null;
}
