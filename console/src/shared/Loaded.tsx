import type { ReactElement } from "react";
import { LoadFailed, Skeleton, type Resource } from "@synapse-voice/react";

interface LoadedProps<T> {
  readonly resource: Resource<T>;
  /** How many grey rows show while the resource loads, and what a screen reader says then. */
  readonly rows: number;
  readonly label: string;
  readonly children: (data: T) => ReactElement;
}

/** Shows what was loaded. Before that: nothing, then grey rows once it takes long, or why it failed. */
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
