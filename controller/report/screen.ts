/** Where text is shown: both are told, never detected, so that the same input always gives the same text. */
export interface Screen {
  /** Columns. Words that are longer (ARNs, for copying) are never broken and may stick out. */
  readonly width: number;
  readonly color: boolean;
}
